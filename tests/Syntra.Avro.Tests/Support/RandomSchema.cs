using System.Globalization;
using System.Text.Json.Nodes;

namespace Syntra.Avro.Tests.Support;

/// <summary>Random schemas of every kind, from a seed.</summary>
/// <param name="random">Seeded source of choices.</param>
/// <param name="plainUnions">Only [null, T]: other implementations pick the branch by trial where values of two branches look alike.</param>
/// <param name="uuids">Whether uuid occurs: Python's library takes none inside a union.</param>
internal sealed class RandomSchema(Random random, bool plainUnions = false, bool uuids = true)
{
    private static readonly string[] Primitives = ["boolean", "int", "long", "float", "double", "bytes", "string"];
    private int _names;

    public JsonObject Record(int depth = 3)
    {
        var name = Name("R");
        var fields = new JsonArray();
        var count = random.Next(1, 6);
        for (var i = 0; i < count; i++)
        {
            fields.Add(new JsonObject { ["name"] = $"f{i}", ["type"] = Type(depth - 1) });
        }

        if (random.Next(4) == 0)
        {
            fields.Add(new JsonObject { ["name"] = "next", ["type"] = new JsonArray("null", name), ["default"] = null });
        }

        return new JsonObject { ["type"] = "record", ["name"] = name, ["namespace"] = "random.schemas", ["fields"] = fields };
    }

    public JsonNode Type(int depth) => random.Next(depth > 0 ? 13 : 6) switch
    {
        < 3 => Primitives[random.Next(Primitives.Length)],
        3 or 4 => Logical(),
        5 => Named(),
        6 => new JsonObject { ["type"] = "array", ["items"] = Type(depth - 1) },
        7 => new JsonObject { ["type"] = "map", ["values"] = Type(depth - 1) },
        8 or 9 => Record(depth - 1),
        10 or 11 => Optional(depth),
        _ => plainUnions ? Optional(depth) : Union(depth),
    };

    private JsonNode Optional(int depth)
    {
        var type = Type(depth - 1);
        return type is JsonArray ? type : new JsonArray("null", type);
    }

    private JsonArray Union(int depth)
    {
        var union = new JsonArray("null", Primitives[random.Next(Primitives.Length)], Named(), Named());
        if (random.Next(2) == 0)
        {
            union.Add(Record(depth - 1));
        }

        if (random.Next(2) == 0)
        {
            union.Add(new JsonObject { ["type"] = "array", ["items"] = Type(0) });
        }

        return union;
    }

    private JsonObject Named() => random.Next(2) == 0
        ? new JsonObject { ["type"] = "enum", ["name"] = Name("E"), ["symbols"] = new JsonArray("A", "B_2", "C") }
        : new JsonObject { ["type"] = "fixed", ["name"] = Name("F"), ["size"] = random.Next(1, 20) };

    private JsonObject Logical()
    {
        var precision = random.Next(1, 28);
        return random.Next(8) switch
        {
            0 => new JsonObject { ["type"] = "int", ["logicalType"] = "date" },
            1 => new JsonObject { ["type"] = "int", ["logicalType"] = "time-millis" },
            2 => new JsonObject { ["type"] = "long", ["logicalType"] = "time-micros" },
            3 => new JsonObject { ["type"] = "long", ["logicalType"] = "timestamp-millis" },
            4 => new JsonObject { ["type"] = "long", ["logicalType"] = "timestamp-micros" },
            5 when uuids => new JsonObject { ["type"] = "string", ["logicalType"] = "uuid" },
            5 or 6 => new JsonObject { ["type"] = "bytes", ["logicalType"] = "decimal", ["precision"] = precision, ["scale"] = random.Next(precision + 1) },
            _ => new JsonObject
            {
                ["type"] = "fixed", ["name"] = Name("D"), ["size"] = 12, ["logicalType"] = "decimal", ["precision"] = precision, ["scale"] = random.Next(precision + 1),
            },
        };
    }

    private string Name(string prefix) => prefix + (_names++).ToString(CultureInfo.InvariantCulture);
}
