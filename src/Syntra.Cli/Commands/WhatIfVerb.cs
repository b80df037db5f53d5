using System.CommandLine;
using Syntra.Cli.Configuration;
using Syntra.Cli.Operating;
using Syntra.Cli.Output;
using Syntra.Cli.WhatIf;

namespace Syntra.Cli.Commands;

/// <summary>`syntra whatif`: what other rules would have made of the same past.</summary>
internal static class WhatIfVerb
{
    internal static Command Create()
    {
        var place = new OperatorArguments();
        var workbook = new Option<string>("--workbook") { Description = "Folder with the tables of the workbook to try", Required = true };
        var from = new Option<DateOnly?>("--from") { Description = $"Only charges with a row read on this UTC day or later, yyyy-MM-dd; the default is {WhatIfRun.DefaultDays} days before today, or before --to" }.AsDay();
        var to = new Option<DateOnly?>("--to") { Description = "Leave out what became known after this UTC day, yyyy-MM-dd" }.AsDay();
        var all = new Option<bool>("--all") { Description = "All charges ever received: reads the topics whole" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var verb = place.AddTo(new Command("whatif", "Play the received rows again under another workbook and print how the ledger would differ; posts nothing") { workbook, from, to, all, json });
        verb.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(all) && parsed.GetValue(from) is not null)
            {
                throw new CommandException("--all and --from exclude each other.");
            }
            var tried = TenantFolder.CompileWorkbook(parsed.GetValue(workbook)!);
            var session = await OperatorSession.OpenAsync(place.Of(parsed), cancellation).ConfigureAwait(false);
            await using var owned = session.ConfigureAwait(false);
            var report = await WhatIfRun.ExecuteAsync(session, tried, parsed.GetValue(all) ? null : WhatIfRun.From(parsed.GetValue(from), parsed.GetValue(to)), parsed.GetValue(to), cancellation).ConfigureAwait(false);
            foreach (string line in parsed.GetValue(json) ? [JsonText.Of(report)] : WhatIfText.Of(report))
            {
                Console.Out.WriteLine(line);
            }
            return ExitCodes.Done;
        });
        return verb;
    }
}
