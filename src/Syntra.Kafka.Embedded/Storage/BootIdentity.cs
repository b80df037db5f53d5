using System.Security.Cryptography;

namespace Syntra.Kafka.Embedded.Storage;

/// <summary>Tells one boot of the machine from the next: what the OS held in memory is gone after it.</summary>
internal static class BootIdentity
{
    private const string Linux = "/proc/sys/kernel/random/boot_id";

    /// <summary>Where the platform does not say, every process counts as a boot of its own: nothing unflushed is trusted without a scan.</summary>
    public static string Read() => File.Exists(Linux) ? File.ReadAllText(Linux).Trim() : RandomNumberGenerator.GetHexString(32);
}
