using System.Text.Json.Nodes;

namespace Syntra.Avro.Tests.Support;

/// <summary>What a peer's resolution is known to support.</summary>
[Flags]
internal enum Evolves
{
    Basics = 0,
    StringBytes = 1,
    Aliases = 2,
    EnumDefault = 4,
    ItemTypes = 8,

    // avsc reads a long through a JavaScript number on this way and loses what is beyond 53 bits.
    LongToDouble = 16,
    All = 31,
}

/// <summary>Random changes of a schema that keep old data readable.</summary>
internal sealed class Evolution(Random random, Evolves allowed)
{
    private int _names;

    public JsonObject Next(JsonObject schema) => (JsonObject)Change(schema.DeepClone());

    private JsonNode Change(JsonNode type)
    {
        switch (type)
        {
            case JsonValue name: return Primitive(name);
            case JsonArray union:
                for (var i = 0; i < union.Count; i++)
                {
                    // A primitive inside a union stays: promoted, it might collide with another branch.
                    union[i] = union[i] is JsonValue same ? same.DeepClone() : Change(union[i]!.DeepClone());
                }

                return union;
            case JsonObject array when (string)array["type"]! == "array":
                array["items"] = Item(array["items"]!.DeepClone());
                return array;
            case JsonObject map when (string)map["type"]! == "map":
                map["values"] = Item(map["values"]!.DeepClone());
                return map;
            case JsonObject symbols when (string)symbols["type"]! == "enum": return Enum(symbols);
            case JsonObject record when (string)record["type"]! == "record": return Record(record);
            default: return type;
        }
    }

    // A new type of items, not only a change within it.
    private JsonNode Item(JsonNode type) => type is JsonValue && !allowed.HasFlag(Evolves.ItemTypes) ? type : Change(type);

    private JsonNode Primitive(JsonValue name) => ((string)name!, random.Next(3)) switch
    {
        ("int", 0) => "long",
        ("int", 1) => "double",
        ("long", 0) when allowed.HasFlag(Evolves.LongToDouble) => "double",
        ("float", 0) => "double",
        ("string", 0) when allowed.HasFlag(Evolves.StringBytes) => "bytes",
        (_, 2) when (string)name! is "int" or "string" or "boolean" => new JsonArray("null", name.DeepClone()),
        _ => name.DeepClone(),
    };

    private JsonObject Enum(JsonObject symbols)
    {
        var list = (JsonArray)symbols["symbols"]!;
        list.Insert(random.Next(list.Count + 1), "NEW");
        if (allowed.HasFlag(Evolves.EnumDefault) && random.Next(2) == 0)
        {
            list.Remove(list.First(symbol => (string)symbol! == "A")!);
            symbols["default"] = "NEW";
        }

        return symbols;
    }

    private JsonObject Record(JsonObject record)
    {
        var fields = ((JsonArray)record["fields"]!).Select(field => (JsonObject)field!.DeepClone()).Where(_ => random.Next(6) > 0).ToList();
        foreach (var field in fields)
        {
            if ((string)field["name"]! != "next")
            {
                field["type"] = Change(field["type"]!.DeepClone());
            }

            if (allowed.HasFlag(Evolves.Aliases) && random.Next(5) == 0)
            {
                field["aliases"] = new JsonArray(field["name"]!.DeepClone());
                field["name"] = $"renamed{_names++}";
            }
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            fields.Insert(random.Next(fields.Count + 1), Added());
        }

        // Types are defined where they first occur, so that only fields without definitions may move ahead of others.
        record["fields"] = new JsonArray([.. fields.OrderBy(field => field["type"] is JsonValue && random.Next(2) == 0 ? 0 : 1)]);
        return record;
    }

    private JsonObject Added()
    {
        var name = $"added{_names++}";
        return random.Next(4) switch
        {
            0 => new JsonObject { ["name"] = name, ["type"] = "long", ["default"] = 42 },
            1 => new JsonObject { ["name"] = name, ["type"] = new JsonArray("null", "string"), ["default"] = null },
            2 => new JsonObject { ["name"] = name, ["type"] = "string", ["default"] = "given" },
            _ => new JsonObject { ["name"] = name, ["type"] = new JsonObject { ["type"] = "array", ["items"] = "int" }, ["default"] = new JsonArray(1, 2) },
        };
    }
}
