using FsCheck;
using FsCheck.Fluent;
using Syntra.Streams.State;

namespace Syntra.Streams.Tests.State;

/// <summary>What every store must do, whatever it keeps its entries in.</summary>
public abstract class ByteStoreCompliance : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("syntra-store-").FullName;
    private int _files;

    internal abstract IByteStore Create(string path);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void It_behaves_like_a_sorted_map_through_any_writes_deletes_seals_and_commits()
    {
        var operation = Gen.Zip(Gen.Choose(0, 9), Gen.Zip(Gen.Choose(0, 30), Gen.Choose(0, 3)));
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.ListOf(operation).ToArbitrary(), operations =>
        {
            using var store = Create(NewPath());
            var model = new SortedDictionary<byte[], byte[]>(new Order());
            foreach (var (kind, (key, value)) in operations)
            {
                Apply(store, model, kind, Bytes(key), Enumerable.Repeat((byte)7, value).ToArray());
            }

            Assert.Equal(model.Select(Text), store.Scan(null, null).Select(Text));
            Assert.Equal(model.Where(e => e.Key[0] is >= 5 and < 20).Select(Text), store.Scan([5], [20]).Select(Text));
            Assert.All(model, e => Assert.Equal(e.Value, store.Get(e.Key)));
        }));
    }

    [Fact]
    public void It_can_be_written_while_it_is_walked()
    {
        using var store = Create(NewPath());
        for (byte i = 0; i < 200; i++)
        {
            store.Put([i], [i]);
        }

        var seen = new List<byte>();
        foreach (var (key, _) in store.Scan([10], null))
        {
            seen.Add(key[0]);
            store.Put(key, null);
            store.Put([1], [(byte)seen.Count]);
        }

        Assert.Equal(Enumerable.Range(10, 190).Select(i => (byte)i), seen);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (byte)i), store.Scan(null, null).Select(e => e.Key[0]));
    }

    [Fact]
    public void A_restore_sets_entries_and_checkpoint_and_deletes_tombstoned_ones()
    {
        using var store = Create(NewPath());
        store.Restore([new([1], [1]), new([2], [2])], 10);
        store.Restore([new([1], null), new([3], [])], 12);

        Assert.Equal(12, store.Checkpoint);
        Assert.Equal(["2=2", "3="], store.Scan(null, null).Select(Text));
        Assert.Equal(0, store.Get([3])?.Length);
        store.Wipe();
        Assert.Null(store.Checkpoint);
        Assert.Empty(store.Scan(null, null));
    }

    [Fact]
    public void Of_several_restored_entries_of_a_key_the_last_one_wins()
    {
        using var store = Create(NewPath());
        store.Restore([new([2], [1]), new([1, 0, 0, 0, 0, 0, 0, 0, 1], [1]), new([2], null), new([1], [3]), new([1, 0], [4]), new([1], [5])], 6);

        Assert.Equal(["1=5", "1.0=4", "1.0.0.0.0.0.0.0.1=1"], store.Scan(null, null).Select(Text));
    }

    [Fact]
    public void A_restore_that_was_given_up_leaves_entries_and_checkpoint_as_they_were_and_can_be_repeated()
    {
        using var store = Create(NewPath());
        store.Restore([new([1], [1])], 1);
        var batch = Enumerable.Range(0, 5_000).Select(i => new KeyValuePair<byte[], byte[]?>(BitConverter.GetBytes(i), [9])).ToList();
        if (!store.Restore(batch, 5_001, () => true))
        {
            Assert.Equal(1, store.Checkpoint);
            Assert.Equal(["1=1"], store.Scan(null, null).Select(Text));
        }

        Assert.True(store.Restore(batch, 5_001));
        Assert.Equal(5_001, store.Checkpoint);
        Assert.Equal(5_001, store.Scan(null, null).Count());
    }

    [Fact]
    public void Closed_without_a_commit_it_keeps_only_what_was_committed_and_claims_no_more()
    {
        var path = NewPath();
        using (var store = Create(path))
        {
            store.Put([1], [1]);
            store.Seal();
            store.CommitSealed(5);
            store.Put([2], [2]);
            store.Seal();
            store.Put([3], [3]);
        }

        using var again = Create(path);
        Assert.Equal(again.Persistent ? ["1=1"] : [], again.Scan(null, null).Select(Text));
        Assert.Equal(again.Persistent ? 5 : null, again.Checkpoint);
    }

    [Fact]
    public async Task Reads_see_every_write_while_the_sealed_part_is_being_committed()
    {
        using var store = Create(NewPath());
        var commits = Task.CompletedTask;
        for (var i = 0; i < 200; i++)
        {
            store.Put(Bytes(i % 7), Bytes(i));
            if (commits.IsCompleted)
            {
                store.Seal();
                commits = Task.Run(() => store.CommitSealed(null), TestContext.Current.CancellationToken);
            }

            Assert.Equal(Bytes(i), store.Get(Bytes(i % 7)));
            Assert.True(store.Scan(null, null).Count() == Math.Min(i + 1, 7));
        }

        await commits;
    }

    private string NewPath() => Path.Combine(_folder, $"{_files++}.db");

    private static void Apply(IByteStore store, SortedDictionary<byte[], byte[]> model, int kind, byte[] key, byte[] value)
    {
        switch (kind)
        {
            case < 6:
                store.Put(key, value);
                model[key] = value;
                break;
            case < 8:
                store.Put(key, null);
                model.Remove(key);
                break;
            case 8:
                store.Seal();
                store.CommitSealed(null);
                break;
            default:
                _ = store.Scan(null, null).Count();
                break;
        }
    }

    private static byte[] Bytes(int value) => [(byte)value];

    private static string Text(KeyValuePair<byte[], byte[]> entry) => $"{string.Join('.', entry.Key)}={string.Join('.', entry.Value)}";

    private sealed class Order : IComparer<byte[]>
    {
        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

public sealed class MemoryByteStoreTests : ByteStoreCompliance
{
    internal override IByteStore Create(string path) => new MemoryByteStore();
}

public sealed class SqliteByteStoreTests : ByteStoreCompliance
{
    internal override IByteStore Create(string path) => new SqliteByteStore(path);

    [Fact]
    public void A_file_that_is_no_database_is_made_anew()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("syntra-torn-").FullName, "x.db");
        File.WriteAllText(path, new string('x', 10_000));
        using var store = new SqliteByteStore(path);
        store.Put([1], [1]);
        Assert.Equal([1], store.Get([1]));
        Assert.Null(store.Checkpoint);
    }
}
