using Syntra.Contracts;

namespace Syntra.Cerner.Events.Polling;

/// <summary>A part of a feed that has a position of its own.</summary>
/// <param name="Key">Key of its watermark, for example <c>mercy-fhir/Encounter</c>.</param>
/// <param name="ResourceTypes">Types of the events that it makes.</param>
/// <param name="RemembersAll">Whether what was written long ago has to be known too, because the source is read as a whole each time.</param>
internal sealed record FeedStream(string Key, IReadOnlyList<string> ResourceTypes, bool RemembersAll)
{
    /// <summary>Whether the position alone says what was written: no event comes twice, so none is compared.</summary>
    internal bool IsExact => ResourceTypes.Count == 0;
}

/// <summary>Events read, in the order in which they are to be written; with the last of a stream its new position.</summary>
internal sealed record FeedBatch(string Stream, IReadOnlyList<RawEvent> Events, SourceWatermark? Position)
{
    /// <summary>What was read and can be no event: written to the dead-letter topic with the position that covers it. Numbers and codes only.</summary>
    public IReadOnlyList<DeadLetter> Refused { get; init; } = [];
}

/// <summary>A system that is read by polling.</summary>
internal interface IEventFeed
{
    /// <summary>Its streams; asked once, before the first poll.</summary>
    ValueTask<IReadOnlyList<FeedStream>> StreamsAsync(CancellationToken ct);

    /// <summary>How far back of its position a stream looks again; records written since then are known after a restart.</summary>
    TimeSpan Overlap { get; }

    /// <summary>Reads what is new. A batch is asked for only after the one before it is safely written.</summary>
    /// <param name="positions">Positions by stream; none before the first poll that went through.</param>
    /// <param name="ct">Ends the poll.</param>
    IAsyncEnumerable<FeedBatch> PollAsync(IReadOnlyDictionary<string, SourceWatermark> positions, CancellationToken ct);
}
