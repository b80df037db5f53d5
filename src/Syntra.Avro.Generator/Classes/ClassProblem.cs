using System;
using Microsoft.CodeAnalysis;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Classes;

/// <summary>One field whose class is wrong: which rule, where, and the sentence with the cure.</summary>
internal sealed class ClassProblem
{
    private static readonly DiagnosticDescriptor MissingRule = Rule("SYNPHI001", "Field without a class");
    private static readonly DiagnosticDescriptor UnknownRule = Rule("SYNPHI002", "Class of a field that does not exist");
    private static readonly DiagnosticDescriptor UnsealedRule = Rule("SYNPHI003", "Field of a person in a record that is not sealed");

    private readonly DiagnosticDescriptor _rule;
    private readonly SchemaJson _place;
    private readonly string _text;

    private ClassProblem(DiagnosticDescriptor rule, RecordField field, string text)
    {
        _rule = rule;
        _place = field.Source;
        _text = text;
    }

    public static ClassProblem Missing(RecordField field, string name) => new(
        MissingRule,
        field,
        $"'{name}' declares no class. Cure: add \"{FieldClasses.Attribute}\": \"none\" to the field, or the class of what it holds of a person ({string.Join(", ", FieldClasses.Names)})");

    public static ClassProblem Unknown(RecordField field, string name) => new(
        UnknownRule,
        field,
        $"the class of '{name}' does not exist. Cure: write one of {string.Join(", ", FieldClasses.Names)}");

    public static ClassProblem Unsealed(RecordField field, string name, string personal, string folder) => new(
        UnsealedRule,
        field,
        $"'{name}' holds '{personal}' and records of schemas/{folder} travel unsealed. Cure: carry a token in its place and declare it \"none\", or leave the field out");

    public Diagnostic At(string path) => Diagnostic.Create(_rule, Diagnostics.Place(path, _place.Line, _place.Column), _text);

    private static DiagnosticDescriptor Rule(string id, string title) =>
        new(id, title, "{0}", "Syntra.Phi", DiagnosticSeverity.Error, isEnabledByDefault: true, customTags: WellKnownDiagnosticTags.NotConfigurable);
}
