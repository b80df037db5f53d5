namespace Syntra.Fusion.Rest;

/// <summary>How a service user signs in. Values come from files or the environment, never from tenant configuration.</summary>
public abstract record FusionCredentials
{
    private FusionCredentials()
    {
    }

    internal abstract void Validate();

    /// <summary>User and password on every call.</summary>
    public sealed record Basic(string UserName, string Password) : FusionCredentials
    {
        /// <summary>The user alone; the password is for nobody's log.</summary>
        public override string ToString() => $"Basic {UserName}";

        internal override void Validate()
        {
            if (UserName.Length == 0 || UserName.Contains(':', StringComparison.Ordinal))
            {
                throw new ArgumentException("The Fusion user name must not be empty and must not contain a colon.");
            }
        }
    }

    /// <summary>OAuth 2.0 client credentials at the pod's identity domain.</summary>
    /// <param name="TokenUrl">Token endpoint, ends in <c>/oauth2/v1/token</c>.</param>
    /// <param name="ClientId">Client id.</param>
    /// <param name="ClientSecret">Client secret.</param>
    /// <param name="Scope">As the Fusion application shows it.</param>
    public sealed record OAuthClient(Uri TokenUrl, string ClientId, string ClientSecret, string Scope) : FusionCredentials
    {
        /// <summary>The client id alone; the secret is for nobody's log.</summary>
        public override string ToString() => $"OAuth client {ClientId}";

        internal override void Validate()
        {
            if (!TokenUrl.IsAbsoluteUri || ClientId.Length == 0)
            {
                throw new ArgumentException("The OAuth token URL must be absolute and the client id must not be empty.");
            }
        }
    }
}
