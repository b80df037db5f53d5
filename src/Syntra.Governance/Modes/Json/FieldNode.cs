using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;

namespace Syntra.Governance.Modes.Json;

/// <summary>A property of the tree of declared paths, with what is done to it.</summary>
internal sealed class FieldNode(string path)
{
    private (byte[] Name, JsonEncodedText Encoded, FieldNode Node)[] _children = [];

    /// <summary>Declared path, safe to name in messages.</summary>
    public string Path => path;

    public FieldRule? Rule { get; private set; }

    public FieldAction Action { get; private set; }

    /// <summary>The quick way to this field's tokens, where its pseudonymiser has one.</summary>
    public IBoundPseudonymizer? Bound { get; private set; }

    /// <summary>The tree of exact paths, and the names that hold anywhere.</summary>
    /// <exception cref="ArgumentException">A path is malformed or declared twice.</exception>
    public static (FieldNode Root, FieldNode Anywhere) Compile(PhiPolicy policy)
    {
        var root = new FieldNode("");
        var anywhere = new FieldNode("**");
        foreach (var rule in policy.Fields)
        {
            var parts = rule.Path.Split('.');
            var isAnywhere = parts[0] == "**";
            if (parts.Any(p => p.Length == 0) || (isAnywhere && parts.Length != 2))
            {
                throw new ArgumentException($"'{rule.Path}' is not a path: names joined by dots, or **.name.", nameof(policy));
            }

            var node = isAnywhere ? anywhere : root;
            foreach (var part in parts.Skip(isAnywhere ? 1 : 0))
            {
                node = node.Child(part);
            }

            node.Set(rule, policy);
        }

        return (root, anywhere);
    }

    /// <summary>The node of a whole path; null where none leads there.</summary>
    public FieldNode? Find(string path)
    {
        var node = this;
        foreach (var part in path.Split('.'))
        {
            var utf8 = Encoding.UTF8.GetBytes(part);
            if (Array.Find(node._children, c => c.Name.AsSpan().SequenceEqual(utf8)).Node is not { } child)
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    public FieldNode? Find(ref Utf8JsonReader name, out JsonEncodedText encoded)
    {
        foreach (var child in _children)
        {
            if (name.ValueTextEquals(child.Name))
            {
                encoded = child.Encoded;
                return child.Node;
            }
        }

        encoded = default;
        return null;
    }

    private FieldNode Child(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        var known = Array.Find(_children, c => c.Name.AsSpan().SequenceEqual(utf8)).Node;
        if (known is null)
        {
            known = new FieldNode(path.Length == 0 ? name : $"{path}.{name}");
            _children = [.. _children, (utf8, JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping), known)];
        }

        return known;
    }

    private void Set(FieldRule rule, PhiPolicy policy)
    {
        if (Rule is not null)
        {
            throw new ArgumentException($"'{rule.Path}' is declared twice.", nameof(rule));
        }

        Rule = rule;
        Action = ModeRules.ActionFor(policy.Mode, rule.Class);
        if (Action == FieldAction.RandomTokenOnly)
        {
            Action = policy.Pseudonymizer?.Kind == PseudonymKind.Random ? FieldAction.Token : FieldAction.Drop;
        }

        if (Action == FieldAction.Token && (policy.Pseudonymizer is null || rule.Namespace is null || rule.Authority is null))
        {
            throw new ArgumentException($"'{rule.Path}' becomes a token: it needs a namespace and an authority, and the policy a pseudonymizer.", nameof(policy));
        }

        if (Action == FieldAction.Token && policy.Pseudonymizer is IBindablePseudonymizer bindable)
        {
            Bound = bindable.Bind(rule.Namespace!, rule.Authority!);
        }

        if (Action == FieldAction.ShiftDate && policy.DateShifter is null)
        {
            throw new ArgumentException($"'{rule.Path}' is shifted: the policy needs a date shifter.", nameof(policy));
        }
    }
}
