namespace Syntra.Avro.Compatibility;

/// <summary>Why a reader cannot read a writer; the names are those of the Avro project.</summary>
public enum IncompatibilityKind
{
    /// <summary>Named types with different names, no alias.</summary>
    NameMismatch,

    /// <summary>Fixed types of different size.</summary>
    FixedSizeMismatch,

    /// <summary>Symbols that the reader's enum lacks, and it has no default.</summary>
    MissingEnumSymbols,

    /// <summary>A reader's field that the writer lacks, without a default.</summary>
    ReaderFieldMissingDefaultValue,

    /// <summary>Types that do not promote.</summary>
    TypeMismatch,

    /// <summary>A written type that no branch of the reader's union takes.</summary>
    MissingUnionBranch,

    /// <summary>Logical types whose values would silently differ.</summary>
    LogicalTypeMismatch,
}

/// <summary>One reason why data of a writer's schema cannot be read with a reader's schema.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Path">Where in the reader's schema, as a JSON pointer, for example /fields/2/type.</param>
/// <param name="Message">A sentence that names the path.</param>
public sealed record Incompatibility(IncompatibilityKind Kind, string Path, string Message)
{
    /// <summary>The kind as the Avro project writes it, for example TYPE_MISMATCH.</summary>
    public string Code => Kind switch
    {
        IncompatibilityKind.NameMismatch => "NAME_MISMATCH",
        IncompatibilityKind.FixedSizeMismatch => "FIXED_SIZE_MISMATCH",
        IncompatibilityKind.MissingEnumSymbols => "MISSING_ENUM_SYMBOLS",
        IncompatibilityKind.ReaderFieldMissingDefaultValue => "READER_FIELD_MISSING_DEFAULT_VALUE",
        IncompatibilityKind.TypeMismatch => "TYPE_MISMATCH",
        IncompatibilityKind.MissingUnionBranch => "MISSING_UNION_BRANCH",
        _ => "LOGICAL_TYPE_MISMATCH",
    };

    /// <inheritdoc />
    public override string ToString() => $"{Code} at {(Path.Length == 0 ? "/" : Path)}: {Message}";
}
