using System;

namespace Syntra.Avro.Schemas;

/// <summary>Name and namespace of a named schema.</summary>
public sealed class SchemaName
{
    internal SchemaName(string fullName)
    {
        var dot = fullName.LastIndexOf('.');
        FullName = dot == 0 ? fullName.Substring(1) : fullName;
        Name = fullName.Substring(dot + 1);
        Namespace = dot > 0 ? fullName.Substring(0, dot) : "";
    }

    /// <summary>Name without the namespace.</summary>
    public string Name { get; }

    /// <summary>Namespace, or empty.</summary>
    public string Namespace { get; }

    /// <summary>Namespace and name.</summary>
    public string FullName { get; }

    /// <inheritdoc />
    public override string ToString() => FullName;

    /// <summary>The full name that <paramref name="name"/> stands for inside <paramref name="enclosing"/> (a namespace, may be empty).</summary>
    internal static string Qualify(string name, string enclosing) =>
        name.IndexOf('.') >= 0 || enclosing.Length == 0 ? name.TrimStart('.') : enclosing + "." + name;

    internal static bool IsValid(string name)
    {
        foreach (var part in name.Split('.'))
        {
            if (!IsSimple(part))
            {
                return false;
            }
        }

        return true;
    }

    internal static bool IsSimple(string name)
    {
        if (name.Length == 0 || name[0] is >= '0' and <= '9')
        {
            return false;
        }

        foreach (var c in name)
        {
            if (c is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
