namespace Syntra.Topology.Reference;

/// <summary>Names of the workbook's tables and columns; codes of one table are unique by their key column.</summary>
public static class CrosswalkTables
{
    /// <summary>Source organization to ledger, business unit, balancing segment and time zone.</summary>
    public const string Facility = "facility";

    /// <summary>Ledger name to its Fusion ids, chart of accounts and default accounts.</summary>
    public const string Ledger = "ledger";

    /// <summary>Source department to cost centre.</summary>
    public const string Department = "department";

    /// <summary>Charge master code to natural account.</summary>
    public const string ChargeCode = "charge-code";

    /// <summary>Millennium's process flag to its treatment.</summary>
    public const string ProcessFlag = "process-flag";

    /// <summary>Correction rules by <c>ledger/domain</c>.</summary>
    public const string Rule = "rule";

    /// <summary>Who may decide about held corrections, by user name: roles and public key.</summary>
    public const string Approver = "approver";

    /// <summary>The key of an entry in the crosswalk topic and store: <c>table|code</c>.</summary>
    public static string Key(string table, string code) => $"{table}|{code}";

    internal static class Columns
    {
        public const string Ledger = "ledger";
        public const string BusinessUnit = "business_unit";
        public const string BalancingSegment = "balancing_segment";
        public const string TimeZone = "time_zone";
        public const string LedgerId = "ledger_id";
        public const string DataAccessSetId = "data_access_set_id";
        public const string Chart = "chart";
        public const string Currency = "currency";
        public const string JournalSource = "journal_source";
        public const string JournalCategory = "journal_category";
        public const string ReceivableAccount = "receivable_account";
        public const string DefaultDepartment = "default_department";
        public const string CostCenter = "cost_center";
        public const string NaturalAccount = "natural_account";
        public const string Treatment = "treatment";
        public const string Domain = "domain";
        public const string RuleId = "rule_id";
        public const string RuleVersion = "version";
        public const string Method = "method";
        public const string LateCharge = "late_charge";
        public const string OpenCorrection = "open_correction";
        public const string ClosedCorrection = "closed_correction";
        public const string HoldAmount = "hold_amount";
        public const string HoldPercent = "hold_percent";
        public const string HoldWhen = "hold_when";
        public const string ApproverRoles = "approver_roles";
        public const string TwoPersons = "two_persons";
        public const string CrosswalkChange = "crosswalk_change";
        public const string User = "user";
        public const string Roles = "roles";
        public const string PublicKey = "public_key";
        public const string ValidFrom = "valid_from";
        public const string ValidTo = "valid_to";
    }

    internal static class Treatments
    {
        public const string Money = "MONEY";
        public const string NotMoney = "NOT_MONEY";
        public const string NotYet = "NOT_YET";
    }

    internal static class RuleWords
    {
        public const string Post = "POST";
        public const string Hold = "HOLD";
        public const string HoldAbove = "HOLD_ABOVE";
        public const string None = "NONE";
        public const string Any = "ANY";
        public const string Both = "BOTH";
        public const string Yes = "YES";
        public const string No = "NO";
        public const string ReverseAndRepost = "REVERSE_AND_REPOST";
        public const string UpdateInPlace = "UPDATE_IN_PLACE";
        public const string NextVersion = "NEXT_VERSION";
        public const char RoleSeparator = ';';
    }
}
