namespace Syntra.Kafka.Embedded.Tests;

/// <summary>Waits for a condition with a generous limit, instead of sleeping for a guessed time.</summary>
internal static class Eventually
{
    public static Task Async(Func<bool> condition, TimeSpan limit) => Async(() => Task.FromResult(condition()), limit);

    public static async Task Async(Func<Task<bool>> condition, TimeSpan limit) =>
        Assert.True(await ComesTrueAsync(condition, limit), "the condition did not come true in time");

    /// <summary>For conditions whose failure the caller can tell better.</summary>
    public static async Task<bool> ComesTrueAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) >= limit)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return true;
    }
}
