using System;
using System.Collections.Generic;
using System.Globalization;

namespace Syntra.Avro.Schemas;

/// <summary>
/// Turns schema texts into <see cref="Schema"/>. One parser remembers the named types of all texts it parsed, so that later ones may refer
/// to earlier ones (references). Not thread safe.
/// </summary>
public sealed class SchemaParser
{
    private readonly Dictionary<string, NamedSchema> _names = new(StringComparer.Ordinal);
    private readonly List<(RecordSchema Record, RecordField Field)> _defaults = new();
    private readonly bool _strictLogicalTypes;
    private readonly bool _validateDefaults;

    /// <summary>A parser with the rules of the specification.</summary>
    public SchemaParser()
        : this(strictLogicalTypes: false)
    {
    }

    /// <summary>A parser with chosen strictness.</summary>
    /// <param name="strictLogicalTypes">Refuse a known logical type with wrong parameters, instead of ignoring it as the specification says.</param>
    /// <param name="validateDefaults">Refuse defaults that do not fit their field. Off for schemas that others wrote and that data exists for.</param>
    public SchemaParser(bool strictLogicalTypes, bool validateDefaults = true)
    {
        _strictLogicalTypes = strictLogicalTypes;
        _validateDefaults = validateDefaults;
    }

    /// <summary>The named types known so far, by full name.</summary>
    public IReadOnlyDictionary<string, NamedSchema> Names => _names;

    /// <summary>Parses one schema text.</summary>
    /// <exception cref="SchemaParseException">The text is not JSON or not a schema.</exception>
    public Schema Parse(string json) => Parse(SchemaJson.Parse(json));

    /// <summary>Parses one schema from JSON that was read already.</summary>
    /// <exception cref="SchemaParseException">The JSON is not a schema.</exception>
    public Schema Parse(SchemaJson json)
    {
        var schema = ParseType(json, "");
        foreach (var (record, field) in _defaults)
        {
            if (_validateDefaults && DefaultRules.Problem(field.Schema, field.Default!) is { } problem)
            {
                throw field.Default!.Error($"field '{field.Name}' of {record.Name}: the default {field.Default} does not fit: {problem}");
            }
        }

        _defaults.Clear();
        return schema;
    }

    private Schema ParseType(SchemaJson json, string enclosing)
    {
        switch (json.Kind)
        {
            case SchemaJsonKind.Text: return ByName(json, json.Text, enclosing);
            case SchemaJsonKind.Array: return ParseUnion(json, enclosing);
            case SchemaJsonKind.Object: break;
            default: throw json.Error("a schema is a type name, an object or an array (union)");
        }

        var type = json["type"] ?? throw json.Error("an object without 'type' is no schema");
        if (type.Kind != SchemaJsonKind.Text)
        {
            return ParseType(type, enclosing);
        }

        switch (type.Text)
        {
            case "record" or "error": return ParseRecord(json, enclosing);
            case "enum": return ParseEnum(json, enclosing);
            case "fixed": return ParseFixed(json, enclosing);
            case "array": return new ArraySchema(ParseType(Required(json, "items"), enclosing), SchemaAttributes.Others(json, "type", "items"));
            case "map": return new MapSchema(ParseType(Required(json, "values"), enclosing), SchemaAttributes.Others(json, "type", "values"));
            default:
                return SchemaTypes.TryPrimitive(type.Text, out var primitive)
                    ? new PrimitiveSchema(primitive, LogicalTypeRules.Read(json, primitive, 0, _strictLogicalTypes), SchemaAttributes.Others(json, "type"))
                    : ByName(type, type.Text, enclosing);
        }
    }

    private Schema ByName(SchemaJson json, string name, string enclosing)
    {
        if (SchemaTypes.TryPrimitive(name, out var primitive))
        {
            return new PrimitiveSchema(primitive, null, SchemaAttributes.None);
        }

        var full = SchemaName.Qualify(name, enclosing);
        if (_names.TryGetValue(full, out var known) || _names.TryGetValue(name, out known))
        {
            return known;
        }

        throw json.Error($"'{full}' is no known type");
    }

    private UnionSchema ParseUnion(SchemaJson json, string enclosing)
    {
        var branches = new List<Schema>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.Items)
        {
            var branch = ParseType(item, enclosing);
            var key = branch is NamedSchema named ? named.Name.FullName : SchemaTypes.Name(branch.Type);
            if (branch is UnionSchema)
            {
                throw item.Error("a union may not directly hold another union");
            }

            if (!seen.Add(key))
            {
                throw item.Error($"a union may hold '{key}' only once");
            }

            branches.Add(branch);
        }

        return new UnionSchema(branches);
    }

    private RecordSchema ParseRecord(SchemaJson json, string enclosing)
    {
        var name = Name(json, enclosing);
        var record = new RecordSchema(name, SchemaAttributes.Named(json, name, "fields"));
        Register(json, record);
        var list = Required(json, "fields");
        if (list.Kind != SchemaJsonKind.Array)
        {
            throw list.Error("'fields' must be an array");
        }

        var fields = new List<RecordField>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            var field = ParseField(item, name.Namespace, fields.Count);
            if (!names.Add(field.Name))
            {
                throw item.Error($"record {name} has two fields '{field.Name}'");
            }

            fields.Add(field);
            if (field.Default is not null)
            {
                _defaults.Add((record, field));
            }
        }

        record.Complete(fields);
        return record;
    }

    private RecordField ParseField(SchemaJson json, string enclosing, int position)
    {
        if (json.Kind != SchemaJsonKind.Object)
        {
            throw json.Error("a field must be an object");
        }

        var name = Text(json, "name");
        if (!SchemaName.IsSimple(name))
        {
            throw json.Error($"'{name}' is no valid field name: letters, digits and _, no digit first");
        }

        var order = json["order"]?.Text;
        if (order is not (null or "ascending" or "descending" or "ignore"))
        {
            throw json.Error("'order' must be ascending, descending or ignore");
        }

        return new RecordField(name, ParseType(Required(json, "type"), enclosing), position, json)
        {
            Default = json["default"],
            Aliases = SchemaAttributes.Texts(json, "aliases"),
            Doc = SchemaAttributes.Doc(json),
            Order = order,
            Properties = SchemaAttributes.Others(json, "name", "type", "default", "aliases", "doc", "order"),
        };
    }

    private EnumSchema ParseEnum(SchemaJson json, string enclosing)
    {
        var name = Name(json, enclosing);
        var list = Required(json, "symbols");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (list.Kind != SchemaJsonKind.Array)
        {
            throw list.Error("'symbols' must be an array");
        }

        foreach (var item in list.Items)
        {
            if (item.Kind != SchemaJsonKind.Text || !SchemaName.IsSimple(item.Text) || !seen.Add(item.Text))
            {
                throw item.Error($"'{item.Text}' is no valid symbol of {name}: letters, digits and _, no digit first, each once");
            }
        }

        var defaultSymbol = json["default"];
        if (defaultSymbol is not null && !seen.Contains(defaultSymbol.Text))
        {
            throw defaultSymbol.Error($"the default of {name} is none of its symbols");
        }

        var schema = new EnumSchema(name, SchemaAttributes.Texts(json, "symbols"), defaultSymbol?.Text, SchemaAttributes.Named(json, name, "symbols", "default"));
        Register(json, schema);
        return schema;
    }

    private FixedSchema ParseFixed(SchemaJson json, string enclosing)
    {
        var name = Name(json, enclosing);
        var size = Required(json, "size");
        if (size.Kind != SchemaJsonKind.Number
            || !int.TryParse(size.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
        {
            throw size.Error("'size' must be a whole number of bytes, 0 or more");
        }

        var logical = LogicalTypeRules.Read(json, SchemaType.Fixed, bytes, _strictLogicalTypes);
        var schema = new FixedSchema(name, bytes, logical, SchemaAttributes.Named(json, name, "size"));
        Register(json, schema);
        return schema;
    }

    private void Register(SchemaJson json, NamedSchema schema)
    {
        if (_names.ContainsKey(schema.Name.FullName))
        {
            throw json.Error($"'{schema.Name}' is defined twice");
        }

        _names.Add(schema.Name.FullName, schema);
    }

    private static SchemaName Name(SchemaJson json, string enclosing)
    {
        var name = Text(json, "name");
        var space = json["namespace"] is { Kind: SchemaJsonKind.Text } given ? given.Text : enclosing;
        var full = SchemaName.Qualify(name, space);
        return SchemaName.IsValid(full) && !SchemaTypes.TryPrimitive(full, out _)
            ? new SchemaName(full)
            : throw json.Error($"'{full}' is no valid name: letters, digits and _, no digit first");
    }

    private static SchemaJson Required(SchemaJson json, string name) => json[name] ?? throw json.Error($"'{name}' is missing");

    private static string Text(SchemaJson json, string name) =>
        Required(json, name) is { Kind: SchemaJsonKind.Text } value ? value.Text : throw json.Error($"'{name}' must be a text");
}
