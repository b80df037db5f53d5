namespace Syntra.Sandbox.Fusion.Setup;

/// <summary>A value of a segment's value set.</summary>
/// <param name="Segment">Segment name as in <see cref="FusionLedger.Segments"/>; ledgers with the same segment name share its values.</param>
/// <param name="Value">The value.</param>
/// <param name="Enabled">A disabled value is rejected like an unknown one (EF04).</param>
public sealed record FusionSegmentValue(string Segment, string Value, bool Enabled = true);
