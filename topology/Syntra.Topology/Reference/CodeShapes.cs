using System.Collections.Frozen;

namespace Syntra.Topology.Reference;

/// <summary>
/// What a site's codes look like, as the site declares it: in a shape, <c>9</c> stands for any digit, <c>A</c> for any letter, every
/// other character for itself. A code of a declared shape may be named though the workbook lacks it and a number of a person could
/// look the same.
/// </summary>
public sealed class CodeShapes
{
    private const char Digit = '9';
    private const char Letter = 'A';

    private readonly FrozenDictionary<string, string[]> _shapes;

    /// <summary>Takes the declaration in.</summary>
    /// <param name="byTable">Shapes by table of <see cref="CrosswalkTables"/>.</param>
    public CodeShapes(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> byTable) =>
        _shapes = byTable.ToFrozenDictionary(t => t.Key, t => t.Value.ToArray(), StringComparer.Ordinal);

    /// <summary>Nothing is declared.</summary>
    public static CodeShapes None { get; } = new([]);

    /// <summary>Tables whose codes can be declared.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        [CrosswalkTables.ChargeCode, CrosswalkTables.Department, CrosswalkTables.Facility, CrosswalkTables.ProcessFlag];

    /// <summary>Whether a text can be a shape: the characters of codes, at most 16 of them.</summary>
    public static bool IsShape(string text) => text.Length <= 16 && Intake.Codes.IsWellFormed(text);

    /// <summary>Whether the site declares that codes of this table look like that.</summary>
    public bool Has(string table, string code) => _shapes.TryGetValue(table, out var shapes) && Array.Exists(shapes, s => Fits(s, code));

    private static bool Fits(string shape, string code)
    {
        if (shape.Length != code.Length)
        {
            return false;
        }

        for (var i = 0; i < shape.Length; i++)
        {
            var fits = shape[i] switch
            {
                Digit => char.IsAsciiDigit(code[i]),
                Letter => char.IsAsciiLetter(code[i]),
                var itself => itself == code[i],
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }
}
