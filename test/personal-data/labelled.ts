/**
 * Fields as they stand in real schemas, labelled by hand. One line is an owner and its fields: `name=label` where the
 * label is the beginning of a category key without `user.`, or `-` for a field that is no personal data. A value kind
 * may follow the name: `active:boolean=-`. An owner may be several names, nearest first, separated by `<`.
 */
const LABELLED = `
User: id=- email=contact.email fullName=name firstName=name lastName=name phone=contact.phone dateOfBirth=demographic.date_of_birth role=- createdAt=- passwordHash=- isActive:boolean=- locale=- timezone=- plan=- emailVerified:boolean=-
user: name=name age=demographic gender=demographic city=contact.address country=contact.address address=contact.address avatarUrl=- streakDays=- lastLoginAt=- loginCount:number=- bio=* nickname=* username=account displayName=name status=-
customer: email_address=contact.email phone_number=contact.phone billing_address=contact.address shippingAddress=contact.address zip=contact.address postal_code=contact.address iban=financial card_number=financial balance:number=* order_count:number=- segment=- tier=- vat_number=*
patient: fullName=name diagnosis=health medications=health allergies=health symptoms=health mrn=health bloodType=health medicalHistory=health insurance_number=* hba1c=health weight=* height=* ward=- bedNumber=- admittedOn=- doctorId=-
Patient: ssn=government_id dob=demographic.date_of_birth birthDate=demographic.date_of_birth diagnoses=health chronicDiseases=health prescriptions=health bloodPressure=health heartRate=health visitReason=* appointmentId=-
employee: salary=* employee_name=name personal_email=contact.email jobTitle=* department=- hireDate=- performanceReview=* badgeId=- shift=- officeNumber=- homeAddress=contact.address emergencyContact=* bankAccount=financial taxId=government_id
candidate: resume=* cv=* coverLetter=* linkedinUrl=contact expectedSalary=* skills=- yearsExperience=- nationality=demographic ethnicity=demographic religion=demographic maritalStatus=demographic disability=* gender=demographic phone=contact.phone portfolio=*
applicant: first_name=name last_name=name passport_number=government_id passportNumber=government_id date_of_birth=demographic.date_of_birth iin=government_id annualIncome=* employer=* creditScore=* loanAmount=- requestedTerm=- currency=-
student: name=name email=contact.email grade=* gpa=* birthday=demographic.date_of_birth parentPhone=contact.phone guardianName=name className=- schoolYear=- enrolled:boolean=- courseId=- homeworkCount=-
driver: driverLicenseNumber=government_id latitude=location longitude=location licensePlate=government_id carClass=- vehicleModel=- rating=- tripsCount=- phone=contact.phone name=name
guest: guestName=name arrivalDate=- roomNumber=- passport=government_id nights=- email=contact.email allergies=health dietaryRestrictions=* nationality=demographic
tenant: tenantName=* rent=- leaseStart=- iban=financial mobile=contact.phone
member: email=contact.email birthDate=demographic.date_of_birth salary=* slogan=- points=- memberSince=- homePhone=contact.phone religion=demographic
lead: phone=contact.phone email=contact.email queueId=- source=- score=- firstName=name company=- companyName=- notes=* jobTitle=*
contact: name=name emailAddress=contact.email phoneNumbers=contact.phone mobilePhone=contact.phone workEmail=contact.email marketingConsent:boolean=- newsletterOptIn:boolean=- unsubscribed:boolean=- birthday=demographic.date_of_birth fax=*
sender: email=contact.email name=name ip=device displayName=name
author: name=name email=contact.email bio=* postsCount=-
profile: fullName=name age=demographic weight=* height=* aboutMe=* healthConditions=health gender=demographic location=* photo=* theme=- language=* notificationSettings=-
person: firstName=name middleName=name surname=name patronymic=name maidenName=name taxNumber=government_id nationalId=government_id socialSecurityNumber=government_id sexualOrientation=demographic politicalViews=demographic
Person: phone=contact.phone idNumber=* eyeColor=* fingerprint=biometric voiceprint=biometric faceEmbedding=biometric geneticData=health criminalRecord=criminal
client: iin=government_id ИИН=government_id жсн=government_id fio=name ФИО=name телефон=contact.phone адрес=contact.address город=* датаРождения=demographic.date_of_birth email=contact.email
Клиент: имя=name фамилия=name отчество=name телефон=contact.phone почта=contact.email паспорт=government_id адрес=contact.address возраст=demographic пол=demographic зарплата=* диагноз=health снилс=government_id инн=government_id
пациент: диагноз=health аллергии=health лекарства=* симптомы=health фамилия=name имя=name
пользователь: имя=name телефон=contact.phone почта=contact.email
тұтынушы: аты=name тегі=name мекенжайы=contact.address телефоны=contact.phone
users: familiya=name otchestvo=name telefon=contact.phone data_rozhdeniya=demographic.date_of_birth imya=name adres=contact.address zhsn=government_id
Kunde: vorname=name nachname=name geburtsdatum=demographic.date_of_birth telefonnummer=contact.phone strasse=contact.address plz=contact.address email=contact.email steuernummer=government_id kontonummer=financial
Patientin: vorname=name diagnose=health medikamente=health geburtsdatum=demographic.date_of_birth allergien=health
CreateUserDto: email=contact.email password=* name=name phoneNumber=contact.phone inviteCode=- acceptTerms:boolean=-
UpdateProfileInput: firstName=name lastName=name bio=* avatar=- websiteUrl=*
tags<user: name=- label=-
habits<userContext: name=- streak=-
team<user: name=- email=contact.email
labels<data<list<account: name=-
orders: customername=name customeremail=contact.email management=- emailPaciente=contact.email nombreCliente=name
audit: ip=device action=-
server: ip=-
logs<users: lastLogin=- previousLogin=-
location<event<user: displayName=- address=contact.address
medications<patient: name=health dosage=health id=-
recentMoods<userContext: note=health emoji=health id=-
symptoms<props: severity=health name=health
emailAddress<recipient: address=contact.email name=name
basics<resume: name=name email=contact.email
users<list: name=name
members<team: name=name
.client<drive: name=-
.manager: name=-
.users: name=name
client: name=name
month<report: income=-
applicant: income=financial
getPatient<props: diagnosis=health name=name id=-
body<req: email=contact.email phone=contact.phone firstName=name iin=government_id ssn=government_id passportNumber=government_id diagnosis=health color=- quantity=- page=- limit=-
Order: customerEmail=contact.email customerName=name customerPhone=contact.phone orderNumber=- total=- items=- currency=- trackingNumber=- shippingMethod=- couponCode=- recipientName=name recipientAddress=contact.address deliveryAddress=contact.address
invoice: payerName=name payerIban=financial amount=- dueDate=- invoiceNumber=- lineItems=- billingEmail=contact.email taxRate=-
Booking: guestEmail=contact.email guestPhone=contact.phone guestFullName=name checkIn=- checkOut=- roomType=- specialRequests=*
ticket: requesterEmail=contact.email requesterName=name subject=- priority=- status=- assigneeId=- tags=- slaHours=-
Appointment: patientName=name patientPhone=contact.phone doctorName=* startsAt=- room=- durationMinutes=- reason=* symptoms=health
Letter: fullName=name homeAddress=contact.address body=* template=-
Mail: fromEmail=contact.email toEmail=contact.email subject=- attachmentsCount=- messageId=-
device: ipAddress=device model=- os=- macAddress=* serialNumber=* firmware=- batteryLevel=-
session: ipAddress=device userAgent=* userEmail=contact.email expiresAt=- token=- userId=-
transcript: speakerName=name text=* duration=- language=*
loan: borrowerName=name borrowerIncome=* interestRate=- termMonths=- collateral=-
policy: insuredName=name policyNumber=- premium=- coverage=- beneficiaryName=name
stop: homeAddress=contact.address parcels=- stopId=- eta=-
coords: latitude=location longitude=location accuracy=-
patientRecord: icdCode=* labResults=health vitals=health notes=* createdBy=-
witness: name=name address=contact.address statement=* phone=contact.phone
donor: name=name bloodType=health amount=- email=contact.email
resident: name=name apartment=* email=contact.email phone=contact.phone
subscriber: email=contact.email plan=- name=name
insured: chronicDiseases=health policy=- birthDate=demographic.date_of_birth
participant: name=name age=demographic mood=health responses=*
caller: phoneNumber=contact.phone name=name duration=- voiceRecording=biometric
nurse: name=name phone=contact.phone shift=-
teacher: name=name email=contact.email subject=- school=-
worker: fullName=name salary=* phone=contact.phone injuries=*
child: name=name age=demographic birthDate=demographic.date_of_birth favoriteColor=*
parent: phone=contact.phone email=contact.email name=name
product: name=- title=- price=- description=- address=- city=- sku=- weight=- height=- category=- age=- color=- rating=- email=- phone=-
file: name=- size=- path=- mimeType=- extension=- address=- location=- owner=-
template: name=- subject=- body=- language=- email=- title=-
company: name=- address=- email=- phone=- bin=- БИН=- vatNumber=- industry=- size=- website=- city=- country=-
Branch: branchCode=- supportEmail=- openingHours=- services=- name=- address=- phone=- city=-
Campaign: emailTemplate=- emailSubject=- emailsSentCount=- smsTemplate=- name=- budget=- phoneCountryCodes=- addressBarHint=- emailProvider=- emailOpenRate=- emailFooter=-
config: emailRegex=- phoneRegex=- emailPlaceholder=- emailLabel=- addressFormat=- emailEnabled:boolean=- showPhone:boolean=- emailProvider=- smtpHost=- phoneMask=- nameMaxLength=- defaultCity=- emailDomain=-
settings: emailNotifications:boolean=- emailFrequency=- smsEnabled:boolean=- phoneVerified:boolean=- theme=- language=- hasEmail:boolean=- isEmailVerified:boolean=- emailFormat=-
server: name=- host=- ip=- address=- port=- region=- location=- hostname=- ipAddress=-
channel: name=- email=- title=- topic=- membersCount=-
event: name=- title=- location=- address=- city=- startsAt=- type=-
project: name=- title=- description=- owner=- location=-
category: name=- slug=- title=- parent=-
model: name=- provider=- size=- temperature=- weight=-
column: name=- type=- label=- width=-
tag: name=- color=-
city: name=- population=- country=- latitude=- longitude=-
country: name=- code=- phoneCode=- currency=-
repo: name=- owner=- url=- stars=- description=-
package: name=- version=- license=-
drug: name=- dosage=- manufacturer=-
brand: name=- logo=- country=-
event<bus: name=- payload=-
field: name=- label=- placeholder=- type=-
metrics: emailCount:number=- phoneCount:number=- avgAge:number=- totalEmails:number=- nameLength:number=- userCount=- patientCount=-
flags: hasPhone:boolean=- emailSent:boolean=- canEmail:boolean=- addressVerified:boolean=- requiresPassport:boolean=-
component: className=- displayName=- fileName=- tagName=- componentName=- displayNameLabel=-
store: name=- address=- phone=- openingHours=- city=-
hotel: name=- address=- phone=- stars=- city=-
restaurant: name=- address=- cuisine=- phone=-
flight: number=- origin=- destination=- departureCity=- arrivalCity=-
vehicle: model=- make=- weight=- color=- age=-
parcel: weight=- height=- trackingNumber=- width=-
delivery: channel=- openRate=- parcels=-
script: name=- language=- body=-
book: title=- name=- isbn=- pages=- language=-
course: name=- title=- level=- language=-
tool: name=- description=- parameters=-
function: name=- arguments=-
job: name=- queue=- attempts=- title=-
image: width=- height=- url=- alt=- name=-
log: level=- message=- timestamp=-
theme: name=- color=-
account: accountName=- plan=- currency=- createdAt=-
recipe: name=- ingredients=- calories=- allergens=*
`;

export interface LabelledRow {
  readonly owners: readonly string[];
  readonly name: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'unknown';
  /** Beginning of the category key; null: no personal data. */
  readonly label: string | null;
}

/** The rows; fields labelled `*` (people differ) are left out. */
export function labelledRows(): readonly LabelledRow[] {
  const rows: LabelledRow[] = [];
  for (const line of LABELLED.trim().split('\n')) {
    const colon = line.indexOf(': ');
    const owners = line.slice(0, colon).split('<');
    for (const field of line.slice(colon + 2).split(' ')) {
      const [left = '', label = ''] = field.split('=');
      const [name = '', kind = 'unknown'] = left.split(':');
      if (label === '*') continue;
      rows.push({ owners, name, kind: kind as LabelledRow['kind'], label: label === '-' ? null : `user.${label}` });
    }
  }
  return rows;
}
