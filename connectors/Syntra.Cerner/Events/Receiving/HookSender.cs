using Syntra.Cerner.CareAware;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Journal;
using Syntra.Cerner.Events.Notifications;
using Syntra.Cerner.Events.Publishing;
using Syntra.Cerner.Events.Signatures;
using Syntra.Fhir;

namespace Syntra.Cerner.Events.Receiving;

/// <summary>One sender, ready to be listened to.</summary>
internal sealed class HookSender(SenderSettings settings, IReadOnlyList<ISenderCheck> checks, TenantHooks tenant)
{
    private readonly FhirNotificationReader _fhir = new(settings.Resources.ToHashSet(StringComparer.Ordinal), settings.AbsoluteNumbers);

    internal SenderSettings Settings => settings;

    internal string Tenant => tenant.Tenant;

    internal RawEventPublisher Publisher => tenant.Publisher;

    internal HookJournal Journal => tenant.Journal;

    /// <summary>Runs every check; the first that does not pass decides.</summary>
    internal async ValueTask<CheckResult> CheckAsync(HookRequest request, CancellationToken ct)
    {
        string? messageId = null;
        foreach (var check in checks)
        {
            var result = await check.CheckAsync(request, ct).ConfigureAwait(false);
            if (result.Outcome != CheckOutcome.Passed)
            {
                return result;
            }

            messageId ??= result.MessageId;
        }

        return CheckResult.Pass(messageId);
    }

    /// <summary>Reads a message by the sender's contract.</summary>
    /// <exception cref="FhirException">It does not keep to it.</exception>
    internal Notification Read(ReadOnlyMemory<byte> body, MessageContext context, string? type, string? id) => settings.Contract switch
    {
        SenderContract.CareAware when type is null => AssetNotificationReader.Read(body, context),
        SenderContract.Fhir when type is not null => _fhir.Read(body, context, type, id!),
        SenderContract.Fhir => _fhir.Read(body, context),
        _ => throw new FhirException("$", "is at an address that this contract does not have"),
    };
}
