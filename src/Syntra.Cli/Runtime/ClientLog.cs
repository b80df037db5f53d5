using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Syntra.Cli.Runtime;

/// <summary>Sends librdkafka's own log lines, which would go to stderr, to the program's log.</summary>
internal static class ClientLog
{
    /// <summary>Writes one line; levels of syslog become ours.</summary>
    internal static void Write(ILogger? log, LogMessage line)
    {
        var level = line.Level switch
        {
            <= SyslogLevel.Error => LogLevel.Error,
            SyslogLevel.Warning => LogLevel.Warning,
            SyslogLevel.Notice or SyslogLevel.Info => LogLevel.Information,
            _ => LogLevel.Debug,
        };
        log?.Log(level, "{Client} {Facility}: {Message}", line.Name, line.Facility, line.Message);
    }
}
