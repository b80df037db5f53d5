using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Syntra.Phi.Analyzers;

/// <summary>Where a value of a person must not arrive; always errors, which no setting turns off.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Log = Rule("SYNPHI101", "a log");
    public static readonly DiagnosticDescriptor MetricLabel = Rule("SYNPHI102", "a metric or its labels");
    public static readonly DiagnosticDescriptor SpanTag = Rule("SYNPHI103", "a span or its tags");
    public static readonly DiagnosticDescriptor ExceptionText = Rule("SYNPHI104", "an exception");
    public static readonly DiagnosticDescriptor Text = Rule("SYNPHI105", "a text that is put together");
    public static readonly DiagnosticDescriptor Header = Rule("SYNPHI106", "a header");
    public static readonly DiagnosticDescriptor Key = Rule("SYNPHI107", "the key of a record or of a store");
    public static readonly DiagnosticDescriptor ClearField = Rule("SYNPHI108", "a field that its schema declares clear");
    public static readonly DiagnosticDescriptor FileName = Rule("SYNPHI109", "the name of a file");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        ImmutableArray.Create(Log, MetricLabel, SpanTag, ExceptionText, Text, Header, Key, ClearField, FileName);

    private static DiagnosticDescriptor Rule(string id, string where) => new(
        id,
        "A value of a person reaches " + where,
        "'{0}' is a value of a person and must not reach " + where + ". Cure: pass its token (value.Token(tokens, space)), or leave it out",
        "Syntra.Phi",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
