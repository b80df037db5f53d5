using Syntra.Contracts;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>What comes in: a raw event, or Fusion's answer. A tombstone is neither.</summary>
internal sealed record ObjectInput(RawEvent? Raw, ObjectReceipt? Receipt);
