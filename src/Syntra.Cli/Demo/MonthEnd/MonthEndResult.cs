namespace Syntra.Cli.Demo.MonthEnd;

/// <summary>A correction that came after the close.</summary>
/// <param name="Kind">re-priced, re-priced-held, credited; for data from outside re-priced-up, re-priced-down, moved-cost-centre-held.</param>
/// <param name="Rule">The rule that its lines name.</param>
/// <param name="Approvals">Who approved it, with role and what the approval came to; empty where nobody had to.</param>
/// <param name="Effects">What the charge moved on its receivable account, by period.</param>
internal sealed record LateCorrection(string Kind, string Rule, IReadOnlyList<string> Approvals, IReadOnlyList<PeriodEffect> Effects);

/// <summary>What moved in one period.</summary>
internal sealed record PeriodEffect(string Period, decimal Amount);

/// <summary>The demo's month-end: a close, three late corrections, and the closed period as it was.</summary>
/// <param name="ClosedPeriod">The period that was closed in Fusion.</param>
/// <param name="OpenPeriod">Where the corrections went.</param>
/// <param name="Accounts">Accounts in the closed period's trial balance.</param>
/// <param name="DebitsBefore">Sum of its debit balances at the close.</param>
/// <param name="DebitsAfter">The same after the corrections.</param>
/// <param name="CreditsAfter">Sum of its credit balances after the corrections.</param>
/// <param name="ClosedPeriodUnchanged">Whether every account of it is as it was, to the cent.</param>
/// <param name="Corrections">What came late.</param>
internal sealed record MonthEndResult(
    string ClosedPeriod, string OpenPeriod, int Accounts, decimal DebitsBefore, decimal DebitsAfter, decimal CreditsAfter, bool ClosedPeriodUnchanged,
    IReadOnlyList<LateCorrection> Corrections);
