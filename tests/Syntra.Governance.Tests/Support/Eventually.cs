namespace Syntra.Governance.Tests.Support;

/// <summary>Waits for what happens on other threads, with a generous limit and no fixed pause.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Hang.Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Not within {Hang.Seconds} s: {what}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
