namespace Syntra.Cerner.Events.Publishing;

/// <summary>Seals a record's value. The tenant's <c>RecordSealer.Seal</c> has this form.</summary>
/// <param name="logicalTopic">The topic without its tenant.</param>
/// <param name="key">The record's key, a token.</param>
/// <param name="framed">The value in Confluent's wire format.</param>
/// <returns>The sealed value.</returns>
public delegate byte[] RecordSeal(string logicalTopic, string key, ReadOnlySpan<byte> framed);
