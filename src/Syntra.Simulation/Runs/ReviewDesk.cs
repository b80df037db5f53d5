using Syntra.Contracts;
using Syntra.Simulation.Histories;
using Syntra.Simulation.Log;
using Syntra.Simulation.Oracle;
using Syntra.Simulation.Setup;

namespace Syntra.Simulation.Runs;

/// <summary>The review queue as people see it: committed items, the last of each key.</summary>
internal sealed class ReviewDesk(SimHost host, MemoryLog broker)
{
    private static readonly string[] People = ["ann", "bob", "carol", " Ann "];
    private static readonly string[] Roles = ["controller", "controller", "controller", "cfo", "clerk"];

    private readonly int[] _positions = new int[broker.Partitions];
    private readonly Dictionary<string, ReviewItem> _last = new(StringComparer.Ordinal);

    /// <summary>Every item there ever was, in the order of its partition.</summary>
    public List<ReviewItem> All { get; } = [];

    public void Refresh()
    {
        for (var p = 0; p < _positions.Length; p++)
        {
            var records = broker.Of(host.Topics.Review, p);
            while (_positions[p] < records.Count)
            {
                var record = records[_positions[p]++];
                if (record.Value is { } value)
                {
                    var item = host.Serdes.Review.Deserialize(host.Topics.Review, value);
                    _last[record.Key] = item;
                    All.Add(item);
                }
            }
        }
    }

    /// <summary>A person decides: mostly about an open item as they see it, now and then about one of yesterday, or with another hash.</summary>
    public void Decide(Dice random, DateTimeOffset now)
    {
        Refresh();
        var open = _last.Values.Where(i => i.Status == ReviewStatus.Open).ToList();
        var items = open.Count > 0 && random.Next(8) > 0 ? open : All;
        if (items.Count == 0)
        {
            return;
        }

        var item = items[random.Next(items.Count)];
        for (var people = 1 + random.Next(2); people > 0; people--)
        {
            Write(item, random, now);
        }
    }

    /// <summary>Somebody redrives a version, dead-lettered or not.</summary>
    public void Redrive(string recordId, long version, Dice random, DateTimeOffset now) => Append(
        new ReviewDecision { RecordId = recordId, SourceVersion = version, Decision = DecisionKind.Redrive, Who = "ops", Role = "operator", At = now }, random);

    private void Write(ReviewItem item, Dice random, DateTimeOffset now) => Append(
        new ReviewDecision
        {
            RecordId = item.RecordId,
            SourceVersion = item.SourceVersion,
            Decision = random.Next(4) == 0 ? DecisionKind.Reject : DecisionKind.Approve,
            ItemId = item.ItemId,
            FactsHash = random.Next(12) == 0 ? new string('0', 64) : item.FactsHash,
            Who = People[random.Next(People.Length)],
            Role = Roles[random.Next(Roles.Length)],
            At = now,
        },
        random);

    private void Append(ReviewDecision decision, Dice random)
    {
        var isForged = random.Next(10) == 0;
        var (written, isTaken) = host.Reviewers?.Sign(SimHost.Tenant, decision, isForged) ?? (decision, true);
        broker.Append(
            host.Topics.ReviewDecision, written.RecordId, host.Bytes(host.Serdes.ReviewDecision, host.Topics.ReviewDecision, written.RecordId, written),
            written.At.ToUnixTimeMilliseconds(), new DecisionFact(ReferenceView.Empty, written, isTaken));
    }
}
