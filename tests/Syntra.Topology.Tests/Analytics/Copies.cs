using System.Text;
using Syntra.Governance.Audit;
using Syntra.Governance.Disclosure;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Register;
using Syntra.Topology.Analytics;
using Syntra.Topology.Pipeline;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Analytics;

/// <summary>The copy for analytics under the sample register, its mode changed as a test needs it.</summary>
internal static class Copies
{
    private static readonly IdentifierRules Rules = new([new AuthorityRule { Authority = "millennium" }]);
    private static readonly KeyedPseudonymizer Keyed = new(Ring(KeyRingUse.Token), Rules, TimeSpan.Zero, TimeProvider.System);

    public static DateShifter Shifter { get; } = new(Ring(KeyRingUse.DateShift), Rules, new DateShiftOptions());

    public static AnalyticsOptions Under(string mode, IPseudonymizer? pseudonymizer = null, IPhiAccessLog? access = null)
    {
        var text = File.ReadAllText(Repository.PathOf("topology", "workbook", "phi-register.yaml")).Replace("mode: safe-harbor       #", $"mode: {mode} #", StringComparison.Ordinal);
        var register = RegisterText.Read("phi-register.yaml", Encoding.UTF8.GetBytes(text))!;
        return new AnalyticsOptions
        {
            Domain = register.Domains["charge"],
            RegisterVersion = register.Version,
            Pseudonymizer = pseudonymizer ?? Keyed,
            DateShifter = Shifter,
            Access = access,
        };
    }

    public static PipelineDriver Driver(AnalyticsOptions options) =>
        new(options: new ChargePipelineOptions { Tenant = Sample.Tenant, Tokens = Guard.Tokens, Analytics = options });

    public static PipelineDriver Driver(string mode) => Driver(Under(mode));

    public static string Token(string space, string id) => Keyed.Tokenise(AnalyticsPolicy.NamespacePrefix + space, new Identifier("millennium", id)).Value;

    private static KeyRing Ring(KeyRingUse use)
    {
        if (use == KeyRingUse.DateShift)
        {
            KeyRing.AddVersionAsync(Guard.Keys, Guard.Keys, Sample.Tenant, use, TimeProvider.System, new Unheard(), "tests", CancellationToken.None).GetAwaiter().GetResult();
        }

        return KeyRing.LoadAsync(Guard.Keys, Guard.Keys, Sample.Tenant, use, CancellationToken.None).GetAwaiter().GetResult();
    }

    private sealed class Unheard : IAuditSink
    {
        public void Record(AuditEvent entry)
        {
            // Keys of tests end with them.
        }
    }
}
