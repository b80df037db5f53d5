using System.Collections.Frozen;
using Syntra.Governance.Modes.Fields;
using static Syntra.Governance.Modes.Fields.FieldClass;
using static Syntra.Governance.Modes.Rules.FieldAction;

namespace Syntra.Governance.Modes.Rules;

/// <summary>The whole table of what each mode does to each class (docs/governance/modes.md shows it; a test keeps the two alike).</summary>
public static class ModeRules
{
    //                                            Direct  LDS    SafeHarbor       KmsPseudonymisation
    private static readonly FrozenDictionary<FieldClass, FieldAction[]> Table = new Dictionary<FieldClass, FieldAction[]>
    {
        [None] = [Pass, Pass, Pass, Pass],
        [Name] = [Pass, Drop, Drop, Drop],
        [Street] = [Pass, Drop, Drop, Drop],
        [City] = [Pass, Pass, Drop, Drop],
        [State] = [Pass, Pass, Pass, Pass],
        [Country] = [Pass, Pass, Pass, Pass],
        [Zip] = [Pass, Pass, Zip3, Zip3],
        [Date] = [Pass, Pass, Year, ShiftDate],
        [BirthDate] = [Pass, Pass, BirthYear, ShiftDate],
        [Age] = [Pass, Pass, PoolAge, PoolAge],
        [Phone] = [Pass, Drop, Drop, Drop],
        [Fax] = [Pass, Drop, Drop, Drop],
        [Email] = [Pass, Drop, Drop, Drop],
        [Ssn] = [Pass, Drop, Drop, Token],
        [Mrn] = [Pass, Token, RandomTokenOnly, Token],
        [PlanNumber] = [Pass, Token, RandomTokenOnly, Token],
        [AccountNumber] = [Pass, Token, RandomTokenOnly, Token],
        [Licence] = [Pass, Drop, Drop, Drop],
        [Vehicle] = [Pass, Drop, Drop, Drop],
        [Device] = [Pass, Drop, Drop, Token],
        [Url] = [Pass, Drop, Drop, Drop],
        [Ip] = [Pass, Drop, Drop, Drop],
        [Biometric] = [Pass, Drop, Drop, Drop],
        [Photo] = [Pass, Drop, Drop, Drop],
        [OtherId] = [Pass, Pass, RandomTokenOnly, Token],
        [FreeText] = [Drop, Drop, Drop, Drop],
        [Never] = [Drop, Drop, Drop, Drop],
        [FieldClass.Direct] = [Pass, Drop, Drop, Drop],
        [Lds] = [Pass, Pass, Drop, Drop],
    }.ToFrozenDictionary();

    /// <summary>What a mode does to a class. A mode that lets no row out drops everything.</summary>
    public static FieldAction ActionFor(PhiMode mode, FieldClass fieldClass) =>
        mode == PhiMode.AggregateOnly ? Drop : Table[fieldClass][(int)mode];
}
