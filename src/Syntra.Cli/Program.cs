using System.CommandLine;
using Syntra.Cli;
using Syntra.Cli.Commands;

var root = new RootCommand("Keeps the books in Oracle Fusion honest to the events in Cerner, and proves it to the cent.")
{
    DemoVerb.Create(),
    RunVerb.Create(),
    BrokerVerb.Create(),
    SandboxVerb.Create(),
    WorkbookVerb.Create(),
    ConfigVerb.Create(),
    BenchVerb.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
}
catch (CommandException refused)
{
    await Console.Error.WriteLineAsync("syntra: " + refused.Message).ConfigureAwait(false);
    return ExitCodes.Failed;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("syntra: stopped; the same command goes on where it was").ConfigureAwait(false);
    return ExitCodes.Stopped;
}
