using Syntra.Governance.Modes.Json;

namespace Syntra.Governance.Modes.Typed;

/// <summary>
/// One policy for records that are not JSON: field by field, by the same code as <see cref="PhiTransformer"/>, so that both give the same
/// answer (a test compares them). Thread-safe.
/// </summary>
public sealed class PhiFields
{
    private readonly PhiPolicy _policy;
    private readonly FieldNode _root;

    /// <summary>Compiles a policy.</summary>
    /// <exception cref="ArgumentException">The policy lacks something that its mode needs, or lets no row out.</exception>
    public PhiFields(PhiPolicy policy)
    {
        if (policy.Mode == PhiMode.AggregateOnly)
        {
            throw new ArgumentException("This domain lets no row out, only aggregates.", nameof(policy));
        }

        _policy = policy;
        (_root, _) = FieldNode.Compile(policy);
    }

    /// <summary>What is done to one field.</summary>
    /// <param name="path">Its declared path.</param>
    /// <exception cref="ArgumentException">Nobody declared it.</exception>
    public PhiField this[string path] => _root.Find(path) is { Rule: not null } node
        ? new PhiField(_policy, node)
        : throw new ArgumentException($"'{path}' is not declared; declare its class in the schema and have the register signed.", nameof(path));
}
