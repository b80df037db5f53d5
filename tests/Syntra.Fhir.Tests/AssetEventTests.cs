using System.Text;
using Syntra.Fhir.CareAware;

namespace Syntra.Fhir.Tests;

public sealed class AssetEventTests
{
    internal const string Sample =
        """
        {"eventId":"e-1","type":"asset.moved","occurredAt":"2026-03-01T08:30:00-05:00","stream":"ibus-1","sequence":17,
         "asset":{"id":"PUMP-7","serialNumber":"SN1","model":"Infusion 3","cost":{"value":"12500.10","currency":"USD"},
         "location":{"id":4711,"room":"2-114"},"inServiceOn":"2025-11-30","somethingNew":{"a":[1,2]}}}
        """;

    [Fact]
    public void One_event_is_read_with_exact_money_and_its_own_bytes()
    {
        var read = Assert.Single(AssetEvent.Parse(Encoding.UTF8.GetBytes(Sample)));
        Assert.Equal(("e-1", "asset.moved", "ibus-1", 17L), (read.EventId, read.Type, read.Stream, read.Sequence!.Value));
        Assert.Equal(12500.10m, read.Asset.Cost!.Value);
        Assert.Equal("4711", read.Asset.Location!.Id);
        Assert.Equal(Sample.Trim(), Encoding.UTF8.GetString(read.Bytes.Span));
    }

    [Fact]
    public void Events_of_a_batch_keep_their_order()
    {
        var batch = $$"""{"events":[{{Sample}},{{Sample.Replace("e-1", "e-2", StringComparison.Ordinal)}}]}""";
        Assert.Equal(["e-1", "e-2"], AssetEvent.Parse(Encoding.UTF8.GetBytes(batch)).Select(e => e.EventId));
    }

    [Theory]
    [InlineData("""{"type":"t","occurredAt":"2026-03-01T08:30:00Z","asset":{"id":"1"}}""", "$.eventId")]
    [InlineData("""{"eventId":"1","type":"t","occurredAt":"2026-03-01T08:30:00","asset":{"id":"1"}}""", "$.occurredAt")]
    [InlineData("""{"events":[{"eventId":"1","type":"t","occurredAt":"2026-03-01T08:30:00Z","asset":{"id":""}}]}""", "$.events[0].asset.id")]
    [InlineData("""{"events":[]}""", "$.events")]
    [InlineData("[]", "$")]
    public void What_is_missing_is_named_by_its_path(string json, string path) =>
        Assert.Equal(path, Assert.Throws<FhirException>(() => AssetEvent.Parse(Encoding.UTF8.GetBytes(json))).Path);
}
