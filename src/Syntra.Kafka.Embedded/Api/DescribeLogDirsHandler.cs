using Syntra.Kafka.Embedded.Wire;

namespace Syntra.Kafka.Embedded.Api;

/// <summary>DescribeLogDirs (35), v0-4. One folder; sizes per partition.</summary>
internal sealed class DescribeLogDirsHandler(Broker broker) : ApiHandler(ApiKey.DescribeLogDirs, 0, 4, flexibleFrom: 2)
{
    protected override void Handle(Request request, WireWriter w)
    {
        var r = request.Reader;
        var asked = r.NullableArray(x =>
        {
            var topic = (Name: x.String(), Partitions: x.Int32Array());
            x.Tags();
            return topic;
        });
        r.Tags();
        asked ??= [.. broker.Topics.All.Select(t => (t.Name, Enumerable.Range(0, t.Partitions.Count).ToArray()))];
        var known = asked.Where(t => broker.Topics.Find(t.Name) is not null).ToArray();
        w.Int32(0);
        if (request.Version >= 3)
        {
            w.Error(ErrorCode.None);
        }

        w.ArrayLength(1);
        w.Error(ErrorCode.None);
        w.String(Path.GetFullPath(broker.Options.DataDirectory));
        w.Array(known, (x, t) => Topic(x, t.Name, t.Partitions));
        if (request.Version >= 4)
        {
            w.Int64(-1);
            w.Int64(-1);
        }

        w.Tags();
        w.Tags();
    }

    private void Topic(WireWriter w, string name, int[] partitions)
    {
        w.String(name);
        w.Array([.. partitions.Where(p => broker.Topics.Find(name, p) is not null)], (x, p) =>
        {
            x.Int32(p);
            x.Int64(broker.Topics.Find(name, p)?.SizeOnDisk ?? 0);
            x.Int64(0);
            x.Bool(false);
            x.Tags();
        });
        w.Tags();
    }
}
