namespace Syntra.Cli.Demo;

/// <summary>What the demo says while it works: short lines on stderr, each with the seconds since the start.</summary>
internal sealed class DemoTalk(TimeProvider time)
{
    private readonly long start = time.GetTimestamp();

    /// <summary>Seconds since the start.</summary>
    internal double Seconds => time.GetElapsedTime(start).TotalSeconds;

    /// <summary>Says a line.</summary>
    internal void Say(string line) => Console.Error.WriteLine(FormattableString.Invariant($"{Seconds,6:0.0} s  {line}"));
}
