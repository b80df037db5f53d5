using System;
using System.Collections.Generic;

namespace Syntra.Avro.Schemas;

/// <summary>Reading of the attributes that several kinds of schema share.</summary>
internal static class SchemaAttributes
{
    public static readonly IReadOnlyList<KeyValuePair<string, SchemaJson>> None = Array.Empty<KeyValuePair<string, SchemaJson>>();

    public static NamedAttributes Named(SchemaJson json, SchemaName name, params string[] own)
    {
        var aliases = new List<string>();
        foreach (var alias in Texts(json, "aliases"))
        {
            aliases.Add(SchemaName.Qualify(alias, name.Namespace));
        }

        var known = new List<string>(own) { "type", "name", "namespace", "doc", "aliases" };
        return new NamedAttributes(aliases, Doc(json), Others(json, known.ToArray()));
    }

    public static IReadOnlyList<KeyValuePair<string, SchemaJson>> Others(SchemaJson json, params string[] known)
    {
        List<KeyValuePair<string, SchemaJson>>? others = null;
        foreach (var member in json.Members)
        {
            if (Array.IndexOf(known, member.Key) < 0)
            {
                (others ??= new List<KeyValuePair<string, SchemaJson>>()).Add(member);
            }
        }

        return others ?? None;
    }

    public static string? Doc(SchemaJson json) => json["doc"] is { Kind: SchemaJsonKind.Text } doc ? doc.Text : null;

    public static IReadOnlyList<string> Texts(SchemaJson json, string name)
    {
        if (json[name] is not { } list)
        {
            return Array.Empty<string>();
        }

        var texts = new List<string>();
        foreach (var item in list.Kind == SchemaJsonKind.Array ? list.Items : throw list.Error($"'{name}' must be an array of texts"))
        {
            texts.Add(item.Kind == SchemaJsonKind.Text ? item.Text : throw item.Error($"'{name}' must be an array of texts"));
        }

        return texts;
    }
}
