using Syntra.Contracts;

namespace Syntra.Topology.Objects.Pipeline;

/// <summary>What comes in: a raw event, Fusion's answer, or what the party table says of a patient from now on. A tombstone is none of them.</summary>
internal sealed record ObjectInput(RawEvent? Raw, ObjectReceipt? Receipt, PartyName? Changed = null);
