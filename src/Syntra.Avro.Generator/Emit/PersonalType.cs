using Syntra.Avro.Generator.Classes;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator.Emit;

/// <summary>
/// The form that a field with a class takes: its whole value inside <c>Phi&lt;T&gt;</c>, which no text, key, header or clear field takes.
/// </summary>
internal static class PersonalType
{
    private const string Access = "global::Syntra.Contracts.PhiAccess.Codec";

    /// <summary>Type of the property.</summary>
    public static string Property(RecordField field) =>
        FieldClasses.Personal(field) is null ? CSharpType.NameOf(field.Schema, field) : Wrapper(field) + (IsOptional(field) ? "?" : "");

    /// <summary>Accessors of the property; a value takes the class of its field when it comes in.</summary>
    public static string Accessors(RecordField field) =>
        FieldClasses.Personal(field) is { } fieldClass
            ? $"{{ get; init => field = value{(IsOptional(field) ? "?" : "")}.As({CSharpNames.Literal(fieldClass)}); }}"
            : "{ get; init; }";

    /// <summary>A value that is there, as the property takes it.</summary>
    public static string Wrap(RecordField field, string value) =>
        FieldClasses.Personal(field) is { } fieldClass && value != "null" ? $"new {Wrapper(field)}({value}, {CSharpNames.Literal(fieldClass)})" : value;

    /// <summary>The value inside a property.</summary>
    public static string Unwrap(RecordField field, string property) =>
        FieldClasses.Personal(field) is null ? property : $"{property}{(IsOptional(field) ? "?" : "")}.Reveal({Access})";

    private static bool IsOptional(RecordField field) => CSharpType.NullBranch(field.Schema) >= 0;

    private static string Wrapper(RecordField field) =>
        $"global::Syntra.Contracts.Phi<{CSharpType.Of(IsOptional(field) ? CSharpType.Some(field.Schema) : field.Schema, field).Name}>";
}
