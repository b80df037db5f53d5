namespace Syntra.Governance.Modes.Fields;

/// <summary>What a field holds, in the terms of 164.514(b)(2)(i) A to R and a few of ours.</summary>
public enum FieldClass
{
    /// <summary>Nothing of a person: codes, amounts, ids of ours, states of machines.</summary>
    None,

    /// <summary>A: names.</summary>
    Name,

    /// <summary>B: street, precinct, geocode.</summary>
    Street,

    /// <summary>B: town, county.</summary>
    City,

    /// <summary>State: may stay.</summary>
    State,

    /// <summary>Country: may stay.</summary>
    Country,

    /// <summary>B: ZIP code of the person.</summary>
    Zip,

    /// <summary>C: a date tied to a person: admission, service, discharge, death.</summary>
    Date,

    /// <summary>C: birth date, which also shows an age.</summary>
    BirthDate,

    /// <summary>C: age in years.</summary>
    Age,

    /// <summary>D: telephone.</summary>
    Phone,

    /// <summary>E: fax.</summary>
    Fax,

    /// <summary>F: e-mail.</summary>
    Email,

    /// <summary>G: social security number.</summary>
    Ssn,

    /// <summary>H: medical record number.</summary>
    Mrn,

    /// <summary>I: health plan number.</summary>
    PlanNumber,

    /// <summary>J: account, FIN, claim, invoice, guarantor.</summary>
    AccountNumber,

    /// <summary>K: certificate or licence.</summary>
    Licence,

    /// <summary>L: vehicle.</summary>
    Vehicle,

    /// <summary>M: device id or serial.</summary>
    Device,

    /// <summary>N: URL.</summary>
    Url,

    /// <summary>O: IP address.</summary>
    Ip,

    /// <summary>P: biometrics.</summary>
    Biometric,

    /// <summary>Q: full-face photo.</summary>
    Photo,

    /// <summary>R: any other unique number or code, for example an encounter or charge-item id.</summary>
    OtherId,

    /// <summary>Anything a person typed. Never passes, in no mode.</summary>
    FreeText,

    /// <summary>Declared, and never leaves.</summary>
    Never,

    /// <summary>A direct identifier of no finer class.</summary>
    Direct,

    /// <summary>Something that a limited data set may keep and Safe Harbor may not.</summary>
    Lds,
}
