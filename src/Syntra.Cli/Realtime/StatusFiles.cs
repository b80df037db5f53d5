using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Syntra.Cli.Realtime;

/// <summary>
/// The status as two small files, ready to be shown without starting anything: status.json and status.txt in the state folder, and beside
/// the last runtime that was started. Line 2 of the JSON and line 1 of the text say when it was written.
/// </summary>
internal sealed class StatusFiles(params IReadOnlyList<string> folders)
{
    internal const string Json = "status.json";
    internal const string Text = "status.txt";

    /// <summary>A status older than this is that of a runtime that is gone.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>Where the status of the last runtime of this user lies.</summary>
    internal static string Latest => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } given ? given : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"), "syntra");

    /// <summary>Replaces the files; a reader sees the old ones or the new ones.</summary>
    internal void Write(StatusReport report)
    {
        string json = JsonSerializer.Serialize(report, Format);
        string text = Render(report);
        foreach (string folder in folders)
        {
            Directory.CreateDirectory(folder);
            Replace(Path.Combine(folder, Json), json + "\n");
            Replace(Path.Combine(folder, Text), text);
        }
    }

    /// <summary>The last status that a runtime wrote; <see cref="StatusReport.Running"/> says whether it still does.</summary>
    internal static StatusReport? Read(string folder, DateTimeOffset now)
    {
        string path = Path.Combine(folder, Json);
        if (!File.Exists(path))
        {
            return null;
        }

        var report = JsonSerializer.Deserialize<StatusReport>(File.ReadAllText(path), Format)!;
        return report with { Running = now - report.At < Fresh };
    }

    internal static string Print(StatusReport report) => JsonSerializer.Serialize(report, Format);

    /// <summary>The status as a table; its first line is the Unix time in seconds, which the reader takes off.</summary>
    internal static string Render(StatusReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.At.ToUnixTimeSeconds()}\n");
        text.Append(CultureInfo.InvariantCulture, $"tenant {report.Tenant}, {report.At:yyyy-MM-dd HH:mm:ss} UTC, process {report.Process}\n");
        text.Append(CultureInfo.InvariantCulture, $"{"domain",-16}{"tier",-10}{"bound s",9}{"lag s",9}{"lag $",14}{"left s",9}{"p99 ms",9}{"open",8}{"parked",8}{"held",6}{"dead",6}  last event / acknowledged\n");
        foreach (var d in report.Domains)
        {
            text.Append(CultureInfo.InvariantCulture, $"{d.Name,-16}{d.Tier,-10}{d.BoundSeconds,9:0.#}{d.LagSeconds,9:0.0}{d.LagAmount,14:N2}{d.BudgetLeftSeconds,9:0.0}{(object?)d.LatencyP99Ms ?? "-",9}{d.Open,8}{d.Parked,8}{d.Held,6}{d.DeadLettered,6}  {When(d.LastEventAt)} / {When(d.LastAcknowledgedAt)}\n");
        }

        foreach (string line in report.Next.DefaultIfEmpty("nothing to do"))
        {
            text.Append(CultureInfo.InvariantCulture, $"next: {line}\n");
        }

        return text.ToString();
    }

    private static string When(DateTimeOffset? at) => at?.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "-";

    private static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
