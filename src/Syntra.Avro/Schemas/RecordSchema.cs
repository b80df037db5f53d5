using System;
using System.Collections.Generic;

namespace Syntra.Avro.Schemas;

/// <summary>A record.</summary>
public sealed class RecordSchema : NamedSchema
{
    private int _recursive = -1;
    private Dictionary<string, RecordField> _byName = new(StringComparer.Ordinal);

    internal RecordSchema(SchemaName name, NamedAttributes attributes)
        : base(SchemaType.Record, name, null, attributes)
    {
    }

    /// <summary>The fields in the order of the encoding.</summary>
    public IReadOnlyList<RecordField> Fields { get; private set; } = Array.Empty<RecordField>();

    /// <summary>Whether a value may hold another value of this record.</summary>
    internal bool IsRecursive
    {
        get
        {
            // Computed by whoever asks first; two who ask at once compute the same.
            if (_recursive < 0)
            {
                _recursive = SchemaFacts.IsRecursive(this) ? 1 : 0;
            }

            return _recursive == 1;
        }
    }

    /// <summary>The field of that name, or null.</summary>
    public RecordField? Field(string name) => _byName.TryGetValue(name, out var field) ? field : null;

    /// <summary>Called once, after construction: fields may refer to the record itself.</summary>
    internal void Complete(IReadOnlyList<RecordField> fields)
    {
        Fields = fields;
        var byName = new Dictionary<string, RecordField>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            byName[field.Name] = field;
        }

        _byName = byName;
    }
}

/// <summary>A field of a record.</summary>
public sealed class RecordField
{
    internal RecordField(string name, Schema schema, int position, SchemaJson source)
    {
        Name = name;
        Schema = schema;
        Position = position;
        Source = source;
    }

    /// <summary>Name within the record.</summary>
    public string Name { get; }

    /// <summary>Schema of the value.</summary>
    public Schema Schema { get; }

    /// <summary>Position in the record, from 0.</summary>
    public int Position { get; }

    /// <summary>Default as JSON, or null where there is none. The JSON value null is a default of its own.</summary>
    public SchemaJson? Default { get; internal set; }

    /// <summary>Names that a writer may have used.</summary>
    public IReadOnlyList<string> Aliases { get; internal set; } = Array.Empty<string>();

    /// <summary>Documentation, or null.</summary>
    public string? Doc { get; internal set; }

    /// <summary>Sort order (ascending, descending, ignore), or null.</summary>
    public string? Order { get; internal set; }

    /// <summary>Attributes that are no part of the field itself, as written.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaJson>> Properties { get; internal set; } = Array.Empty<KeyValuePair<string, SchemaJson>>();

    internal SchemaJson Source { get; }
}
