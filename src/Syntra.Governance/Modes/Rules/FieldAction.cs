namespace Syntra.Governance.Modes.Rules;

/// <summary>What is done to a field.</summary>
public enum FieldAction
{
    /// <summary>Stays as it is.</summary>
    Pass,

    /// <summary>Goes, with its name.</summary>
    Drop,

    /// <summary>Becomes a token.</summary>
    Token,

    /// <summary>Becomes a token where tokens are random, and goes where they are derived.</summary>
    RandomTokenOnly,

    /// <summary>Becomes its year.</summary>
    Year,

    /// <summary>Becomes its year, and goes where it shows an age of 90 or more at the event.</summary>
    BirthYear,

    /// <summary>Becomes 90 where it is above 89.</summary>
    PoolAge,

    /// <summary>Becomes three digits, or 000 where too few people live.</summary>
    Zip3,

    /// <summary>Moves by the patient's days.</summary>
    ShiftDate,
}
