namespace Syntra.Topology.Mapping;

/// <summary>Roles of journal lines; part of their idempotency keys.</summary>
internal static class LineRoles
{
    public const string Receivable = "RECEIVABLE";
    public const string Revenue = "REVENUE";
    public const string ReversePrefix = "REVERSE-";

    /// <summary>Role of the instruction as a whole, for its own key.</summary>
    public const string Instruction = "INSTRUCTION";

    public static bool IsReversal(string role) => role.StartsWith(ReversePrefix, StringComparison.Ordinal);

    public static bool IsReceivable(string role) => role.EndsWith(Receivable, StringComparison.Ordinal);
}
