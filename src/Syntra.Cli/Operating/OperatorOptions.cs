using System.CommandLine;
using Syntra.Cli.Commands;

namespace Syntra.Cli.Operating;

/// <summary>Which tenant's data a verb is about, and how to reach them.</summary>
/// <param name="Directory">State folder of a demo or an instance, running or stopped.</param>
/// <param name="TenantFolder">The tenant's folder; null for <c>tenant</c> inside of the state folder.</param>
/// <param name="Bootstrap">Kafka, where it is not the state folder's own.</param>
/// <param name="Registry">Schema Registry that goes with it.</param>
internal sealed record OperatorOptions(string Directory, string? TenantFolder = null, string? Bootstrap = null, Uri? Registry = null)
{
    /// <summary>The tenant's folder.</summary>
    internal string Tenant => TenantFolder ?? Path.Combine(Directory, "tenant");
}

/// <summary>The options that every verb on a tenant's data has.</summary>
internal sealed class OperatorArguments
{
    private readonly Option<string> directory = AuditVerb.DirectoryOption();
    private readonly Option<string?> tenantFolder = AuditVerb.TenantFolderOption();
    private readonly Option<string?> bootstrap = new("--bootstrap") { Description = "Kafka brokers, where the state folder has no broker of its own and names none" };
    private readonly Option<Uri> registry = new Option<Uri>("--registry") { Description = "Schema Registry that goes with --bootstrap" }.AsAddress();

    /// <summary>Adds them to a verb.</summary>
    internal Command AddTo(Command verb)
    {
        verb.Add(directory);
        verb.Add(tenantFolder);
        verb.Add(bootstrap);
        verb.Add(registry);
        return verb;
    }

    /// <summary>What was given.</summary>
    internal OperatorOptions Of(ParseResult parsed)
    {
        var (kafka, schemas) = (parsed.GetValue(bootstrap), parsed.GetValue(registry));
        return kafka is null == schemas is null
            ? new OperatorOptions(parsed.GetValue(directory)!, parsed.GetValue(tenantFolder), kafka, schemas)
            : throw new CommandException("--bootstrap and --registry belong together; give both or neither.");
    }
}
