namespace Syntra.Governance.Tests.Support;

/// <summary>Waits for what happens on other threads, with a generous limit and no fixed pause.</summary>
internal static class Eventually
{
    public static async Task Holds(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"Not within 30 s: {what}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
