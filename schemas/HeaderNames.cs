namespace Syntra.Contracts;

/// <summary>Names of the record headers. Values are UTF-8 text; none carries PHI, and none is copied through blindly.</summary>
public static class HeaderNames
{
    /// <summary>W3C trace context.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Identity of the source event: source, record id and version.</summary>
    public const string EventId = "syntra-event-id";

    /// <summary>Version of the source record, decimal digits.</summary>
    public const string SourceVersion = "syntra-source-version";

    /// <summary>Hash of the workbook that the record was mapped with.</summary>
    public const string MappingVersion = "syntra-mapping-version";

    /// <summary>Name of the poller that wrote the record; absent on what was pushed.</summary>
    public const string Poller = "syntra-poller";

    /// <summary>Set on records of a replay: id of the replay that they belong to.</summary>
    public const string ReplayId = "syntra-replay-id";
}
