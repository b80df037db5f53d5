using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Contracts;

namespace Syntra.Cerner.Tests.Millennium;

/// <summary>The Millennium source before a sandbox database and a tenant of the test broker.</summary>
internal sealed class MillenniumSourceFixture : ISourceFixture
{
    private readonly KafkaFixture _kafka;
    private volatile bool _broken;
    private long _nextId;

    private MillenniumSourceFixture(KafkaFixture kafka, MillenniumDatabase database, TopicNames topics)
    {
        _kafka = kafka;
        Database = database;
        Topics = topics;
    }

    internal MillenniumDatabase Database { get; }

    internal TopicNames Topics { get; }

    internal static async Task<MillenniumSourceFixture> CreateAsync(KafkaFixture kafka) =>
        new(kafka, await MillenniumDatabase.CreateAsync(), await kafka.TenantAsync());

    public async Task ChangeAsync(Random random)
    {
        for (var i = 0; i < 20; i++)
        {
            var stamp = Database.Now.AddSeconds(-random.Next(200));
            var known = 1 + random.NextInt64(_nextId + 1);
            switch (random.Next(6))
            {
                case 0 when _nextId > 0:
                    await Database.SaveAsync("CHARGE", "CHARGE_ITEM_ID", known, stamp: stamp);
                    break;
                case 1 when _nextId > 0:
                    await Database.SaveAsync("CHARGE_MOD", "CHARGE_MOD_ID", known, "FIELD6 = FIELD6 || 'X'", stamp);
                    break;
                case 2 when _nextId > 0:
                    await Database.SaveAsync("ENCOUNTER", "ENCNTR_ID", known, stamp: stamp);
                    break;
                default:
                    await AddChargeAsync(++_nextId, stamp);
                    break;
            }
        }

        await Database.AdvanceAsync(2 + random.Next(60));
    }

    public async Task<IReadOnlyList<string>> LatestAsync() => await Database.RowsAsync("""
        SELECT C.CHARGE_ITEM_ID, C.UPDT_CNT * 16777216 + E.UPDT_CNT + 1
            + (SELECT SUM(UPDT_CNT + 1) FROM CHARGE_MOD M WHERE M.CHARGE_ITEM_ID = C.CHARGE_ITEM_ID)
        FROM CHARGE C JOIN ENCOUNTER E ON E.ENCNTR_ID = C.ENCNTR_ID
        """);

    public IReadOnlyList<string> Written() =>
        [.. _kafka.CommittedCharges(Topics).Select(r => $"{r.ChargeItemId.Value()}|{r.SourceVersion}")];

    public ISourceUnderTest Open() => new Instance(OpenSource());

    public void Break(bool broken) => _broken = broken;

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    internal MillenniumChargeSource OpenSource(Func<MillenniumSourceOptions, MillenniumSourceOptions>? change = null)
    {
        var options = new MillenniumSourceOptions
        {
            Tenant = Topics.Tenant,
            Tokens = Guards.Of(Topics.Tenant).Tokens,
            Sealer = Guards.Of(Topics.Tenant).Sealer,
            BootstrapServers = _kafka.Broker.BootstrapServers,
            PollInterval = TimeSpan.FromMilliseconds(20),
            BackoffBase = TimeSpan.FromMilliseconds(10),
            BackoffCap = TimeSpan.FromMilliseconds(50),
            PageSize = 5,
            MaxChargesPerPoll = 7,
        };
        return new MillenniumChargeSource(
            change?.Invoke(options) ?? options, Connect, Database.Dialect, _kafka.Registry, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private System.Data.Common.DbConnection Connect() =>
        _broken ? new SqliteConnection($"Data Source={Database.File}.gone;Mode=ReadOnly") : Database.Connect();

    private async Task AddChargeAsync(long id, DateTime stamp)
    {
        await Database.EncounterAsync(id, 589723, stamp);
        await Database.ChargeAsync(id, id, stamp);
        await Database.ModAsync(id, id, "45010010", stamp: stamp);
    }

    private sealed class Instance(MillenniumChargeSource source) : ISourceUnderTest
    {
        public Action? BeforeCommit
        {
            set => source.BeforeCommit = value;
        }

        public string State => source.State.ToString();

        public async Task PollAllAsync()
        {
            while ((await source.PollOnceAsync()).More)
            {
            }
        }

        public Task RunAsync(CancellationToken ct) => source.RunAsync(ct);

        public bool IsFenced(Exception exception) => exception is SourceStoppedException { Fenced: true };

        public void Dispose() => source.Dispose();
    }
}
