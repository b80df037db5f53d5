using System.CommandLine;
using Syntra.Cli.Realtime;

namespace Syntra.Cli.Commands;

/// <summary>`syntra status`: how every domain stands. The `./syntra` script answers it by itself, without starting this program.</summary>
internal static class StatusVerb
{
    internal static Command Create()
    {
        var directory = new Option<string?>("--dir") { Description = "State folder of the runtime; the last one that was started where this is left out" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout and nothing else there" };
        var verb = new Command("status", "Lag, budget and trouble of every domain, and what to do next") { directory, json };
        verb.SetAction(parsed => Show(parsed.GetValue(directory) ?? StatusFiles.Latest, parsed.GetValue(json)));
        return verb;
    }

    private static int Show(string folder, bool json)
    {
        if (StatusFiles.Read(folder, TimeProvider.System.GetUtcNow()) is not { } report)
        {
            throw new CommandException($"no runtime has written its status to {folder}. Start one with: syntra run, or name its state folder with --dir.");
        }

        if (!report.Running)
        {
            Console.Error.WriteLine("syntra: the runtime is not running; this is what it wrote last");
        }

        string text = StatusFiles.Render(report);
        Console.Out.Write(json ? StatusFiles.Print(report) + "\n" : text[(text.IndexOf('\n') + 1)..]);
        return report.Running ? ExitCodes.Done : ExitCodes.Failed;
    }
}
