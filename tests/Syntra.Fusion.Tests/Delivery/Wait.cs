using System.Runtime.CompilerServices;

namespace Syntra.Fusion.Tests.Delivery;

internal static class Wait
{
    /// <summary>Until the condition holds, while the task goes on; with a generous limit instead of a guessed sleep.</summary>
    internal static Task EventuallyAsync(Func<bool> condition, Task running, int seconds = Hang.Seconds, [CallerArgumentExpression(nameof(condition))] string? what = null) =>
        ForAsync(() => condition() ? "" : null, running, seconds, what);

    /// <summary>What was found when it was there: to look a second time would be to look at another moment.</summary>
    internal static async Task<T> ForAsync<T>(Func<T?> find, Task running, int seconds = Hang.Seconds, [CallerArgumentExpression(nameof(find))] string? what = null)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (find() is { } found)
            {
                return found;
            }

            Assert.False(running.IsFaulted, $"it failed before {what}: {running.Exception}");
            Assert.False(running.IsCompleted, $"it ended before {what}");
            Assert.True(TimeProvider.System.GetElapsedTime(start).TotalSeconds < seconds, $"not within {seconds} s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Ends with the work, or with what ended the task meanwhile: work that waits for the task's calls would wait in vain.</summary>
    internal static async Task WhileAsync(Task running, Func<CancellationToken, Task> work)
    {
        using var over = new CancellationTokenSource();
        var working = work(over.Token);
        if (await Task.WhenAny(working, running) == running)
        {
            await over.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.Fail($"it ended meanwhile: {running.Exception?.ToString() ?? running.Status.ToString()}");
        }

        await working;
    }
}
