using System.Text.RegularExpressions;
using Syntra.Topology.Reference;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Syntra.Cli.Configuration;

/// <summary>Reads and checks tenant.yaml.</summary>
internal static partial class TenantConfigurationReader
{
    internal const string FileName = "tenant.yaml";

    /// <summary>Reads the settings from <paramref name="text"/>; problems name the line and the cure.</summary>
    internal static (TenantConfiguration? Configuration, IReadOnlyList<ConfigurationProblem> Problems) Read(string text)
    {
        try
        {
            if (YamlFaults.Empty(FileName, text) is { Count: > 0 } empty)
            {
                return (null, empty);
            }

            var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            var configuration = deserializer.Deserialize<TenantConfiguration?>(text) ?? new TenantConfiguration();
            var problems = Check(configuration, text);
            return (problems.Count == 0 ? configuration : null, problems);
        }
        catch (YamlException bad)
        {
            return (null, [YamlFaults.Of(FileName, text, bad)]);
        }
    }

    private static List<ConfigurationProblem> Check(TenantConfiguration configuration, string text)
    {
        var problems = new List<ConfigurationProblem>();
        void Require(bool holds, string name, string problem, string cure)
        {
            if (!holds)
            {
                problems.Add(new ConfigurationProblem(FileName, LineOf(text, name), problem, cure));
            }
        }
        Require(TenantName().IsMatch(configuration.Tenant), "tenant", $"tenant '{configuration.Tenant}' cannot prefix a topic", "Use 1 to 32 lower-case letters, digits and inner dashes, a letter first");
        Require(configuration.Partitions is >= 1 and <= 256, "partitions", $"partitions is {configuration.Partitions}", "Use 1 to 256");
        Require(configuration.Source.PollInterval > TimeSpan.Zero, "source.pollInterval", "source.pollInterval is not positive", "Use for example 00:00:01");
        Require(configuration.Source.Overlap >= TimeSpan.Zero, "source.overlap", "source.overlap is negative", "Use for example 00:05:00");
        Require(configuration.Source.PageSize is >= 1 and <= 100_000, "source.pageSize", $"source.pageSize is {configuration.Source.PageSize}", "Use 1 to 100000");
        Require(configuration.Streams.Threads is >= 1 and <= 64, "streams.threads", $"streams.threads is {configuration.Streams.Threads}", "Use 1 to 64");
        Require(configuration.Streams.CommitInterval > TimeSpan.Zero, "streams.commitInterval", "streams.commitInterval is not positive", "Use for example 00:00:00.100");
        Require(configuration.Delivery.MaxInstructions is >= 1 and <= 5000, "delivery.maxInstructions", $"delivery.maxInstructions is {configuration.Delivery.MaxInstructions}", "Use 1 to 5000");
        Require(configuration.Delivery.MaxAge > TimeSpan.Zero, "delivery.maxAge", "delivery.maxAge is not positive", "Use for example 00:00:05");
        Require(configuration.Delivery.PollInterval > TimeSpan.Zero, "delivery.pollInterval", "delivery.pollInterval is not positive", "Use for example 00:00:02");
        Require(configuration.Delivery.MaxInFlight is >= 1 and <= 64, "delivery.maxInFlight", $"delivery.maxInFlight is {configuration.Delivery.MaxInFlight}", "Use 1 to 64");
        Require(!configuration.Workbook.Production || configuration.Workbook.Signers.Count > 0, "workbook.production", "workbook.production is set, but workbook.signers names nobody", "Name the PEM files of the keys that finance signs with");
        Require(configuration.Workbook.SignatureLife >= TimeSpan.Zero, "workbook.signatureLife", "workbook.signatureLife is negative", "Use for example 400.00:00:00, or leave it out");
        foreach (var (table, shapes) in configuration.Workbook.Codes)
        {
            Require(CodeShapes.Tables.Contains(table), "workbook.codes", $"workbook.codes names '{table}'", $"Use one of {string.Join(", ", CodeShapes.Tables)}");
            Require(shapes is { Count: > 0 } && shapes.TrueForAll(s => s is not null && CodeShapes.IsShape(s)), $"workbook.codes.{table}", $"workbook.codes.{table} has no shapes of codes", "Use for example ['99999'], in quotes: 9 for a digit, A for a letter");
        }
        Require(configuration.Realtime.Threads is >= 1 and <= 64, "realtime.threads", $"realtime.threads is {configuration.Realtime.Threads}", "Use 1 to 64");
        Require(configuration.Realtime.CommitInterval > TimeSpan.Zero && configuration.Realtime.CommitInterval < TimeSpan.FromSeconds(10), "realtime.commitInterval", "realtime.commitInterval is not between zero and ten seconds", "Use for example 00:00:00.020");
        Require(configuration.Realtime.MaxCalls is >= 1 and <= 256, "realtime.maxCalls", $"realtime.maxCalls is {configuration.Realtime.MaxCalls}", "Use 1 to 256");
        Require(configuration.Objects.SourceSystem.Length is > 0 and <= 30, "objects.sourceSystem", "objects.sourceSystem is not 1 to 30 characters", "Give the source system that is registered in Fusion");
        var governance = configuration.Governance;
        Require(governance.Keys.Service is KeyConfiguration.LocalFile or KeyConfiguration.AwsKms, "governance.keys.service", $"governance.keys.service is '{governance.Keys.Service}'", "Use local-file on a laptop, aws-kms in production");
        Require(governance.Keys.Service != KeyConfiguration.AwsKms || governance.Keys.KmsKey.Length > 0, "governance.keys.kmsKey", "governance.keys.kmsKey is missing", "Give the id, ARN or alias of the tenant's KMS key");
        Require(governance.Keys.KmsEndpoint.Length == 0 || Uri.TryCreate(governance.Keys.KmsEndpoint, UriKind.Absolute, out _), "governance.keys.kmsEndpoint", "governance.keys.kmsEndpoint is no address", "Use for example https://vpce-1.kms.us-east-1.vpce.amazonaws.com, or leave it out");
        Require(governance.Keys.MaxAge > TimeSpan.Zero && governance.Keys.OpenMaxAge > TimeSpan.Zero && governance.Keys.StaleBound >= TimeSpan.Zero, "governance.keys.maxAge", "governance.keys.maxAge, openMaxAge or staleBound is negative or zero", "Use for example 01:00:00, 01:00:00 and 04:00:00");
        Require(governance.Keys.DualWindow >= TimeSpan.Zero, "governance.keys.dualWindow", "governance.keys.dualWindow is negative", "Use for example 30.00:00:00");
        Require(governance.Audit.Interval >= TimeSpan.FromSeconds(1) && governance.Audit.Interval <= TimeSpan.FromHours(1), "governance.audit.interval", "governance.audit.interval is not between a second and an hour", "Use for example 01:00:00");
        var siem = governance.Siem;
        Require(SiemConfiguration.Bodies.Contains(siem.Body), "governance.siem.body", $"governance.siem.body is '{siem.Body}'", "Use cef, dicom or fhir");
        Require(siem.Port is >= 1 and <= 65535, "governance.siem.port", $"governance.siem.port is {siem.Port}", "Use 1 to 65535; 6514 is usual");
        Require(siem.Certificate.Length == 0 == (siem.CertificateKey.Length == 0), "governance.siem.certificateKey", "governance.siem.certificate and certificateKey belong together", "Give both or neither");
        return problems;
    }

    // "section.name": the first line of that name after the section's own; where it is left out, the section's line.
    private static int LineOf(string text, string path)
    {
        string[] lines = text.Split('\n');
        int index = -1;
        foreach (string name in path.Split('.'))
        {
            int found = Array.FindIndex(lines, index + 1, line => line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal));
            index = found < 0 ? index : found;
        }
        return Math.Max(index, 0) + 1;
    }

    [GeneratedRegex("^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$", RegexOptions.None, 1000)]
    private static partial Regex TenantName();
}
