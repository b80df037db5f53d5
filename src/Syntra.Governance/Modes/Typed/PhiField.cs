using System.Security.Cryptography;
using System.Text;
using Syntra.Governance.Modes.Json;
using Syntra.Governance.Modes.Rules;

namespace Syntra.Governance.Modes.Typed;

/// <summary>What a policy does to one field. Thread-safe.</summary>
public sealed class PhiField
{
    private const int ShortText = 256;

    private readonly PhiPolicy _policy;
    private readonly FieldNode _node;

    internal PhiField(PhiPolicy policy, FieldNode node) => (_policy, _node) = (policy, node);

    /// <summary>What is done: <see cref="FieldAction.RandomTokenOnly"/> is resolved to a token or to nothing.</summary>
    public FieldAction Action => _node.Action;

    /// <summary>The value in the form in which it may leave; null where it goes.</summary>
    /// <param name="value">The value; null stays null.</param>
    /// <param name="context">What must be known besides.</param>
    /// <exception cref="Pseudonyms.PseudonymException">An identifier has no token, or a date no known patient.</exception>
    public string? Change(string? value, in PhiContext context)
    {
        switch (value, Action)
        {
            case (null, _) or (_, FieldAction.Drop):
                return null;
            case (_, FieldAction.Pass):
                return value;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        var utf8 = size <= ShortText ? stackalloc byte[ShortText] : new byte[size];
        Span<byte> changed = stackalloc byte[TextChange.MaxLength];
        int? offset = null;
        try
        {
            var length = TextChange.Apply(_policy, _node, context, ref offset, utf8[..Encoding.UTF8.GetBytes(value, utf8)], changed);
            return length == 0 ? null : Encoding.UTF8.GetString(changed[..length]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
        }
    }
}
