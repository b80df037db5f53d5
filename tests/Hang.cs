namespace Syntra.Tests;

/// <summary>What a test waits for comes in milliseconds on an idle machine; on two loaded cores it may take a minute. Only a hang takes longer than this.</summary>
internal static class Hang
{
    internal const int Seconds = 180;

    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(Seconds);
}
