using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Syntra.Cli;
using Syntra.Cli.Commands;

// A plain command, because a root command would call itself by the file's name in every help.
var root = new Command("syntra", "Keeps the books in Oracle Fusion honest to the events in Cerner, and proves it to the cent. To begin with: syntra demo")
{
    new HelpOption(),
    new VersionOption(),
    DemoVerb.Create(),
    RunVerb.Create(),
    RealtimeVerb.Create(),
    StatusVerb.Create(),
    HooksVerb.Create(),
    BrokerVerb.Create(),
    SandboxVerb.Create(),
    WorkbookVerb.Create(),
    ReviewVerb.Create(),
    TraceVerb.Create(),
    WhatIfVerb.Create(),
    PhiVerb.Create(),
    ConfigVerb.Create(),
    AuditVerb.Create(),
    KeysVerb.Create(),
    BenchVerb.Create(),
    SimulateVerb.Create(),
};

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        string faults = string.Join(" ", parsed.Errors.Select(error => error.Message));
        await Console.Error.WriteLineAsync($"syntra: {faults} See: syntra {string.Concat(Verbs(parsed.CommandResult))}--help").ConfigureAwait(false);
        return ExitCodes.Failed;
    }
    // Closing what is under way takes a few seconds; System.CommandLine's own limit would cut it off without a last word.
    var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
    return await parsed.InvokeAsync(invocation).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("syntra: stopped; the same command goes on where it was").ConfigureAwait(false);
    return ExitCodes.Stopped;
}
// The program's boundary: whatever it is, the user gets one line that says what and what to do; the stack trace is in the log.
catch (Exception fault)
{
    await Console.Error.WriteLineAsync($"syntra: {FaultLine.Of(fault)}").ConfigureAwait(false);
    return fault is CommandException known ? known.ExitCode : ExitCodes.Failed;
}

static IEnumerable<string> Verbs(CommandResult? command) =>
    command?.Parent is CommandResult parent ? [.. Verbs(parent), command.Command.Name + " "] : [];
