using System;
using System.Collections.Generic;
using Syntra.Avro.Schemas;

namespace Syntra.Avro.Generator;

/// <summary>All schema files together: a type may be used in any file, whichever file defines it.</summary>
internal sealed class SchemaSet
{
    private readonly Dictionary<string, int> _definedIn = new(StringComparer.Ordinal);
    private readonly List<(string Path, SchemaJson Json, HashSet<string> Uses)> _files = new();
    private readonly HashSet<int> _begun = new();
    private readonly SchemaParser _parser = new(strictLogicalTypes: true);
    private readonly List<(string Path, NamedSchema Schema)> _types = new();
    private readonly List<(string Path, int Line, int Column, string Reason)> _problems = new();

    public SchemaSet(IReadOnlyList<SchemaFile> files)
    {
        foreach (var file in files)
        {
            Attempt(file.Path, () =>
            {
                var json = SchemaJson.Parse(file.Text);
                var uses = new HashSet<string>(StringComparer.Ordinal);
                Survey(json, "", uses);
                _files.Add((file.Path, json, uses));
            });
        }

        for (var i = 0; i < _files.Count; i++)
        {
            Parse(i);
        }
    }

    public IReadOnlyList<(string Path, NamedSchema Schema)> Types => _types;

    public IReadOnlyList<(string Path, int Line, int Column, string Reason)> Problems => _problems;

    private void Parse(int index)
    {
        if (!_begun.Add(index))
        {
            return;
        }

        var (path, json, uses) = _files[index];
        foreach (var name in uses)
        {
            if (_definedIn.TryGetValue(name, out var other) && other != index)
            {
                Parse(other);
            }
        }

        var before = new HashSet<string>(_parser.Names.Keys, StringComparer.Ordinal);
        Attempt(path, () =>
        {
            _parser.Parse(json);
            foreach (var type in _parser.Names)
            {
                if (!before.Contains(type.Key))
                {
                    _types.Add((path, type.Value));
                }
            }
        });
    }

    /// <summary>Notes which full names the file defines, and every name that it may refer to.</summary>
    private void Survey(SchemaJson json, string enclosing, HashSet<string> uses)
    {
        if (json.Kind == SchemaJsonKind.Text)
        {
            uses.Add(SchemaName.Qualify(json.Text, enclosing));
        }

        if (json["name"] is { Kind: SchemaJsonKind.Text } name && json["type"] is { Kind: SchemaJsonKind.Text, Text: "record" or "error" or "enum" or "fixed" })
        {
            var full = SchemaName.Qualify(name.Text, json["namespace"]?.Text ?? enclosing);
            _definedIn[full] = _files.Count;
            enclosing = new SchemaName(full).Namespace;
        }

        foreach (var item in json.Items)
        {
            Survey(item, enclosing, uses);
        }

        foreach (var member in json.Members)
        {
            Survey(member.Value, enclosing, uses);
        }
    }

    private void Attempt(string path, Action parse)
    {
        try
        {
            parse();
        }
        catch (SchemaParseException e)
        {
            _problems.Add((path, e.Line, e.Column, e.Reason));
        }
    }
}
