namespace Syntra.Kafka.Embedded.Tests;

/// <summary>Waits for a condition with a generous limit, instead of sleeping for a guessed time.</summary>
internal static class Eventually
{
    public static async Task Async(Func<bool> condition, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < limit, "the condition did not come true in time");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
