using Syntra.Contracts;

namespace Syntra.Topology.Tests.Support;

/// <summary>What tests assert on: the value inside.</summary>
internal static class Revealed
{
    public static T Value<T>(this Phi<T> value) => value.Reveal(PhiAccess.Intake);
}
