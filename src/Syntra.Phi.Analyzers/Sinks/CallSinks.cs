using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Syntra.Phi.Analyzers.Sinks;

/// <summary>Which rule a call or a creation falls under, argument by argument.</summary>
internal static class CallSinks
{
    private static readonly string[] Kafka = { "Confluent.Kafka", "Syntra.Streams" };

    public static DiagnosticDescriptor? Of(IMethodSymbol method, IParameterSymbol? parameter)
    {
        var type = method.ContainingType;
        return type switch
        {
            _ when IsLog(method, type) => Rules.Log,
            _ when Names.IsIn(type, "System.Diagnostics.Metrics", "OpenTelemetry.Metrics") || Names.IsOneOf(type, "System.Diagnostics", "TagList") => Rules.MetricLabel,
            _ when IsLabel(type) => Rules.MetricLabel,
            _ when IsSpan(type) => Rules.SpanTag,
            _ when type.Name.IndexOf("Header", StringComparison.Ordinal) >= 0 => Rules.Header,
            _ when Names.IsIn(type, Kafka) && (Names.IsKey(parameter?.Name) || string.Equals(method.Name, "WithKey", StringComparison.Ordinal)) => Rules.Key,
            _ when IsText(method, type) => Rules.Text,
            _ when Names.IsOneOf(type, "System.IO", "File", "Path", "Directory", "FileInfo", "DirectoryInfo") && IsPath(parameter) => Rules.FileName,
            _ => null,
        };
    }

    /// <summary>Calls whose functions choose the key of a record.</summary>
    public static bool ChoosesKey(IMethodSymbol method) => method.Name is "SelectKey" or "GroupBy" && Names.IsIn(method.ContainingType, Kafka);

    private static bool IsLog(IMethodSymbol method, INamedTypeSymbol type) =>
        Names.IsIn(type, "Microsoft.Extensions.Logging", "Serilog")
        || Names.IsOneOf(type, "System.Diagnostics", "Debug", "Trace", "TraceSource", "Debugger") || Names.IsOneOf(type, "System", "Console")
        || Names.IsIn(type, "System.Diagnostics.Tracing")
        || method.GetAttributes().Any(static a => a.AttributeClass?.Name == "LoggerMessageAttribute")
        || (type.TypeKind == TypeKind.Delegate && method.Parameters.FirstOrDefault()?.Type is { Name: "ILogger" });

    private static bool IsLabel(INamedTypeSymbol type) =>
        Names.IsOneOf(type, "System.Collections.Generic", "KeyValuePair")
        && type.TypeArguments.Length == 2 && type.TypeArguments[0].SpecialType == SpecialType.System_String && type.TypeArguments[1].SpecialType == SpecialType.System_Object;

    private static bool IsSpan(INamedTypeSymbol type) =>
        Names.IsOneOf(type, "System.Diagnostics", "Activity", "ActivitySource", "ActivityEvent", "ActivityTagsCollection", "ActivityLink", "DiagnosticSource")
        || Names.IsIn(type, "OpenTelemetry.Trace", "OpenTelemetry.Baggage");

    private static bool IsText(IMethodSymbol method, INamedTypeSymbol type) =>
        (type.SpecialType == SpecialType.System_String && method.Name is "Concat" or "Format" or "Join" or "Insert" or "Replace")
        || (Names.IsOneOf(type, "System.Text", "StringBuilder") && method.Name is ".ctor" or "Append" or "AppendFormat" or "AppendLine" or "AppendJoin" or "Insert");

    private static bool IsPath(IParameterSymbol? parameter) =>
        parameter is not null && parameter.Name is not ("contents" or "bytes" or "encoding");
}
