namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Arithmetic on producer sequence numbers, which wrap from int.MaxValue to 0.</summary>
internal static class Sequences
{
    public static int Add(int sequence, int increment) => sequence < 0
        ? sequence
        : sequence > int.MaxValue - increment ? increment - (int.MaxValue - sequence) - 1 : sequence + increment;

    public static bool Follows(int last, int next) => next == last + 1L || (next == 0 && last == int.MaxValue);
}
