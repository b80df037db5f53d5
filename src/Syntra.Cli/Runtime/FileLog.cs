using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace Syntra.Cli.Runtime;

/// <summary>The program's log: one file, ids and codes only.</summary>
internal static class FileLog
{
    private const long Largest = 64 << 20;

    /// <summary>Opens the log for appending; the file is rolled when it grows too large.</summary>
    internal static ILoggerFactory Open(string path)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.File(path, fileSizeLimitBytes: Largest, rollOnFileSizeLimit: true, retainedFileCountLimit: 4, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        return LoggerFactory.Create(builder => builder.AddSerilog(log, dispose: true));
    }
}
