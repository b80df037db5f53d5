namespace Syntra.Fusion.Tests.Delivery;

internal static class Wait
{
    /// <summary>Until the condition holds, while the task goes on; with a generous limit instead of a guessed sleep.</summary>
    internal static async Task EventuallyAsync(Func<bool> condition, Task running, int seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), TimeProvider.System);
        while (!condition())
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            Assert.False(running.IsCompleted, "it ended before the condition came true");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }
}
