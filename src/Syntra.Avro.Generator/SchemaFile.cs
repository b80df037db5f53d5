using System;

namespace Syntra.Avro.Generator;

/// <summary>One schema file, comparable by content, so that an unchanged file is not generated again.</summary>
internal sealed class SchemaFile : IEquatable<SchemaFile>
{
    public SchemaFile(string path, string text)
    {
        Path = path;
        Text = text;
    }

    public string Path { get; }

    public string Text { get; }

    public bool Equals(SchemaFile? other) =>
        other is not null && string.Equals(Path, other.Path, StringComparison.Ordinal) && string.Equals(Text, other.Text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as SchemaFile);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);
}
